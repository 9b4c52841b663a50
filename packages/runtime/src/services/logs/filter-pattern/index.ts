import { invalidParameter } from '../errors.ts'
import { compileColumns } from './columns.ts'
import { compileJson } from './json.ts'
import { PatternSyntaxError } from './scanner.ts'
import { compileTerms } from './terms.ts'

/** Whether a log event's message fits. */
export type Fits = (message: string) => boolean

/**
 * Compiles a filter pattern (documented: Filter pattern syntax): terms, a condition on JSON in braces, or columns in
 * brackets. An empty pattern fits everything.
 */
export function compileFilterPattern(pattern: string): Fits {
  const text = pattern.trim()
  try {
    if (text === '') return () => true
    if (text.startsWith('{')) return compileJson(text)
    if (text.startsWith('[')) return compileColumns(text)
    return compileTerms(text)
  } catch (error) {
    if (error instanceof PatternSyntaxError) throw invalidParameter(`Invalid filter pattern: ${error.message}`)
    throw error
  }
}
