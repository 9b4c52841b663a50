import { load, YAMLException } from 'js-yaml'
import { formatError, templateError } from '../errors.ts'
import { indentFlow } from './flow-indent.ts'
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
    return readYaml(text)
  } catch (error) {
    const known = error instanceof YAMLException ? error : undefined
    if (known?.reason === DEFICIENT) return parseIndented(text)
    throw refusalOf(known, [])
  }
}

/**
 * `json`: of a key that stands twice the last one holds, as in JSON. Recorded: `ValidateTemplate` and
 * `GetTemplateSummary` (go-to-k/cdk-real-drift#1074); seen deployed (aws-cloudformation/cfn-lint#35).
 */
function readYaml(text: string): unknown {
  return plainValue(load(text, { schema: CLOUDFORMATION_YAML, json: true, maxAliases: 0, maxDepth: MAX_DEPTH }))
}

/** The parser's complaint of a line inside brackets or quotes that is not deeper than the block around it. */
const DEFICIENT = 'deficient indentation'

function parseIndented(text: string): unknown {
  const indented = indentFlow(text)
  try {
    return readYaml(indented.text)
  } catch (error) {
    throw refusalOf(error instanceof YAMLException ? error : undefined, indented.added)
  }
}

/** `added`: spaces that each line was given before it was read. */
function refusalOf(known: YAMLException | undefined, added: readonly number[]) {
  if (known && /alias/i.test(known.reason)) {
    return templateError('YAML aliases are not allowed in CloudFormation templates')
  }
  const mark = known?.mark
  const column = mark ? Math.max(0, mark.column - (added[mark.line] ?? 0)) : 0
  const where = mark ? ` (line ${mark.line + 1}, column ${column + 1})` : ''
  return formatError(`YAML not well-formed.${where}`)
}
