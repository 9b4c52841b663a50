import type { JsonValue } from '../../../kernel/json.ts'
import { invalidExecutionInput } from '../errors.ts'

/** What an execution is given, which comes as text. */
export function readInput(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch (error) {
    throw invalidExecutionInput((error as Error).message)
  }
}
