import { load, YAMLException } from 'js-yaml'
import { formatError } from '../errors.ts'
import { CLOUDFORMATION_YAML } from './yaml-schema.ts'

/** Reads a template's text. CloudFormation takes it for JSON when it begins like an object, for YAML otherwise. */
export function parseTemplateText(text: string): unknown {
  return text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const { line, column } = positionOf(error, text)
    throw formatError(`JSON not well-formed. (line ${line}, column ${column})`)
  }
}

/** V8 says "at position 24", or nothing where the text simply ends. */
function positionOf(error: unknown, text: string) {
  const offset = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  const before = text.slice(0, offset === undefined ? text.length : Number(offset)).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function parseYaml(text: string): unknown {
  try {
    return load(text, { schema: CLOUDFORMATION_YAML })
  } catch (error) {
    const mark = error instanceof YAMLException ? error.mark : undefined
    const where = mark ? ` (line ${mark.line + 1}, column ${mark.column + 1})` : ''
    throw formatError(`YAML not well-formed.${where}`)
  }
}
