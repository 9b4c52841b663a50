import type { JsonValue } from '../../kernel/json.ts'

/** One place in which two values differ; undefined where one of them has nothing there. */
export interface Difference {
  /** `.IntegrationResponses[0].StatusCode`; empty for the whole value. */
  readonly at: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Where two texts differ: of JSON objects and lists, the innermost places. */
export function valueDifferences(before: string | undefined, after: string | undefined): readonly Difference[] {
  const [one, other] = [parsed(before), parsed(after)]
  if (isNested(one) && isNested(other)) return [...differences(one, other, '')]
  return before === after ? [] : [{ at: '', before, after }]
}

type Nested = Readonly<Record<string, JsonValue>> | readonly JsonValue[]

function* differences(one: Nested, other: Nested, at: string): Generator<Difference, void> {
  const isList = Array.isArray(one) && Array.isArray(other)
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const before = (one as Readonly<Record<string, JsonValue>>)[name]
    const after = (other as Readonly<Record<string, JsonValue>>)[name]
    const here = `${at}${isList ? `[${name}]` : `.${name}`}`
    if (isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after)) {
      yield* differences(before, after, here)
    } else if (textOf(before) !== textOf(after)) {
      yield { at: here, before: textOf(before), after: textOf(after) }
    }
  }
}

function isNested(value: JsonValue | undefined): value is Nested {
  return typeof value === 'object' && value !== null
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value)
}

function parsed(text: string | undefined): JsonValue | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue)
  } catch {
    return undefined
  }
}
