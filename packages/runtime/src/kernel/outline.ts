import { isJsonObject, type JsonValue } from './json.ts'
import { own } from './own.ts'

/**
 * A value of a template with a letter, or what is given, in place of what functions will give, for checks that come
 * before anything is resolved: of a URI it still tells the service, which nobody computes.
 */
export function outlineOf(value: JsonValue, computed = 'x'): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => outlineOf(item, computed))
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value)
  const [[name, argument] = ['', null]] = entries
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return outlineOfFunction(name, argument, computed)
  }
  return Object.fromEntries(entries.map(([key, member]) => [key, outlineOf(member, computed)]))
}

/** What looks the same in every stack. */
const LIKELY: Readonly<Record<string, string>> = {
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
}

function outlineOfFunction(name: string, argument: JsonValue, computed: string): string {
  const [first, second] = (Array.isArray(argument) ? argument : [argument]) as readonly (JsonValue | undefined)[]
  if (typeof first !== 'string') return computed
  if (name === 'Ref') return own(LIKELY, first) ?? computed
  if (name === 'Fn::Sub') return first.replace(/\$\{([^{}]*)\}/g, (_, ref: string) => own(LIKELY, ref) ?? computed)
  if (name !== 'Fn::Join' || !Array.isArray(second)) return computed
  return (second as readonly JsonValue[]).map((part) => textOf(outlineOf(part, computed), computed)).join(first)
}

function textOf(part: JsonValue, computed: string): string {
  return typeof part === 'string' ? part : computed
}
