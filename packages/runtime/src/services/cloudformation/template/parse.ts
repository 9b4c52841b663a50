import { load, YAMLException } from 'js-yaml'
import { formatError, templateError } from '../errors.ts'
import { jsonFault } from './json-fault.ts'
import { MAX_DEPTH } from './limits.ts'
import { CLOUDFORMATION_YAML, plainValue } from './yaml-schema.ts'

/** Reads a template's text. CloudFormation takes it for JSON when it begins like an object, for YAML otherwise. */
export function parseTemplateText(text: string): unknown {
  return text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const before = text.slice(0, jsonFault(text) + 1).split('\n')
    // Observed: the column after the character that does not fit.
    throw formatError(`JSON not well-formed. (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})`)
  }
}

function parseYaml(text: string): unknown {
  try {
    return plainValue(load(text, { schema: CLOUDFORMATION_YAML, maxAliases: 0, maxDepth: MAX_DEPTH }))
  } catch (error) {
    const known = error instanceof YAMLException ? error : undefined
    if (known && /alias/i.test(known.reason)) {
      throw templateError('YAML aliases are not allowed in CloudFormation templates')
    }
    const mark = known?.mark
    const where = mark ? ` (line ${mark.line + 1}, column ${mark.column + 1})` : ''
    throw formatError(`YAML not well-formed.${where}`)
  }
}
