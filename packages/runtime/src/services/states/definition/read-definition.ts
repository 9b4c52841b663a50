import { parseArn } from '../../../kernel/arn.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { invalidDefinition } from '../errors.ts'
import type { Catcher, DataPath, Definition, Retrier, State } from './definition.ts'
import { Fields, mismatch, notRun } from './fields.ts'

const FILTERS = ['InputPath', 'OutputPath']

/**
 * Reads a definition in the Amazon States Language. What AWS refuses is refused in its words; what it would run and is
 * not run here, by name.
 */
export function readDefinition(text: string): Definition {
  const root = new Fields(parse(text), '/')
  root.require('States', 'StartAt')
  root.only('the definition', ['StartAt', 'States', 'TimeoutSeconds', 'Version', 'QueryLanguage'])
  checkQueryLanguage(root)
  const stateFields = new Fields(root.get('States'), '/States')
  const names = Object.keys(root.get('States') as JsonObject)
  const states = Object.fromEntries(
    names.map((name) => [name, readState(new Fields(stateFields.get(name), stateFields.at(name)))]),
  )
  const startAt = root.requireText('StartAt')
  checkTarget(startAt, 'StartAt', states, root.at('StartAt'))
  for (const [name, state] of Object.entries(states)) checkTargets(state, states, stateFields.at(name))
  return { startAt, states, ...given('timeoutSeconds', root.integer('TimeoutSeconds', 1)) }
}

function parse(text: string): JsonValue {
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch (error) {
    throw invalidDefinition(`INVALID_JSON_DESCRIPTION: ${(error as Error).message}`)
  }
  if (!isJsonObject(value)) {
    throw invalidDefinition('SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object')
  }
  return value
}

function readState(fields: Fields): State {
  const type = fields.requireText('Type')
  const owner = `a ${type} state`
  const only = (...names: readonly string[]) => fields.only(owner, ['Type', 'QueryLanguage', ...names])
  checkQueryLanguage(fields)
  switch (type) {
    case 'Task':
      only(...FILTERS, 'Resource', 'TimeoutSeconds', 'Retry', 'Catch', 'ResultPath', 'Next', 'End')
      return {
        type,
        functionArn: readResource(fields),
        retry: readRetriers(fields),
        catch: fields.list('Catch').map(readCatcher),
        resultPath: fields.path('ResultPath'),
        ...given('timeoutSeconds', fields.integer('TimeoutSeconds', 1)),
        ...readFilters(fields),
        ...readNext(fields),
      }
    case 'Pass':
      only(...FILTERS, 'Result', 'ResultPath', 'Next', 'End')
      return {
        type,
        resultPath: fields.path('ResultPath'),
        ...given('result', fields.get('Result')),
        ...readFilters(fields),
        ...readNext(fields),
      }
    case 'Wait':
      only(...FILTERS, 'Seconds', 'Timestamp', 'Next', 'End')
      return { type, ...readPause(fields), ...readFilters(fields), ...readNext(fields) }
    case 'Fail':
      only('Error', 'Cause')
      return { type, ...given('error', fields.text('Error')), ...given('cause', fields.text('Cause')) }
    case 'Succeed':
      only(...FILTERS)
      return { type, ...readFilters(fields) }
    default:
      throw notRun(`The state type ${type}`)
  }
}

function readFilters(fields: Fields): { readonly inputPath: DataPath; readonly outputPath: DataPath } {
  return { inputPath: fields.path('InputPath'), outputPath: fields.path('OutputPath') }
}

function readResource(fields: Fields): string {
  const arn = fields.requireText('Resource')
  const { service, resource = '' } = parseArn(arn) ?? {}
  if (service !== 'lambda' || !resource.startsWith('function:')) throw notRun(`The task resource ${arn}`)
  return arn
}

function readNext(fields: Fields): { readonly next?: string } {
  const next = fields.text('Next')
  const ends = fields.isTrue('End')
  // Observed: a state leads on or ends.
  if ((next === undefined) === !ends) {
    throw mismatch("Exactly one of the fields 'Next' and 'End' is required", fields.location)
  }
  return given('next', next)
}

function readPause(fields: Fields): { readonly seconds?: number; readonly until?: number } {
  const seconds = fields.integer('Seconds', 0)
  const timestamp = fields.text('Timestamp')
  if ((seconds === undefined) === (timestamp === undefined)) {
    throw mismatch("Exactly one of the fields 'Seconds' and 'Timestamp' is required", fields.location)
  }
  if (timestamp === undefined) return given('seconds', seconds)
  const until = Date.parse(timestamp)
  if (Number.isNaN(until)) throw mismatch('Value is not a valid timestamp', fields.at('Timestamp'))
  return { until }
}

function readRetriers(state: Fields): Retrier[] {
  const all = state.list('Retry')
  return all.map((fields, at) => {
    fields.only('a retrier', [
      'ErrorEquals',
      'IntervalSeconds',
      'MaxAttempts',
      'BackoffRate',
      'MaxDelaySeconds',
      'JitterStrategy',
    ])
    const jitter = fields.text('JitterStrategy')
    if (jitter !== undefined && jitter !== 'NONE') throw notRun(`The jitter strategy ${jitter}`)
    return {
      errors: readErrors(fields, at === all.length - 1),
      // Documented defaults.
      intervalSeconds: fields.integer('IntervalSeconds', 1) ?? 1,
      maxAttempts: fields.integer('MaxAttempts', 0) ?? 3,
      backoffRate: fields.number('BackoffRate', 1) ?? 2,
      ...given('maxDelaySeconds', fields.integer('MaxDelaySeconds', 1)),
    }
  })
}

function readCatcher(fields: Fields, at: number, all: readonly Fields[]): Catcher {
  fields.only('a catcher', ['ErrorEquals', 'Next', 'ResultPath'])
  return {
    errors: readErrors(fields, at === all.length - 1),
    next: fields.requireText('Next'),
    resultPath: fields.path('ResultPath'),
  }
}

/** Documented: `States.ALL` stands alone, and last. */
function readErrors(fields: Fields, isLast: boolean): string[] {
  const errors = fields.texts('ErrorEquals')
  const place = fields.at('ErrorEquals')
  if (errors.length === 0) throw mismatch('Array must contain at least 1 element', place)
  if (errors.includes('States.ALL') && (errors.length > 1 || !isLast)) {
    throw mismatch("'States.ALL' must appear alone, and in the last element", place)
  }
  return errors
}

function checkTargets(state: State, states: Readonly<Record<string, State>>, location: string): void {
  if ('next' in state && state.next !== undefined) checkTarget(state.next, 'Next', states, `${location}/Next`)
  if (state.type !== 'Task') return
  for (const [at, { next }] of state.catch.entries()) checkTarget(next, 'Next', states, `${location}/Catch[${at}]/Next`)
}

/** Observed for `Next`. */
function checkTarget(target: string, field: string, states: Readonly<Record<string, State>>, location: string): void {
  if (Object.hasOwn(states, target)) return
  throw invalidDefinition(`MISSING_TRANSITION_TARGET: Missing '${field}' target: ${target} at ${location}`)
}

function checkQueryLanguage(fields: Fields): void {
  const language = fields.text('QueryLanguage')
  if (language !== undefined && language !== 'JSONPath') throw notRun(`The query language ${language}`)
}

function given<K extends string, T>(name: K, value: T | undefined): { readonly [key in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: T })
}
