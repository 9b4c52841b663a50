import { isAwsError, notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Call } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'
import { resolveSecret } from './secret-reference.ts'

const REFERENCE = /\{\{resolve:([^{}:]+):([^{}]*)\}\}/g

/** Whether a value is a text that only provisioning will make into what it stands for. */
export function holdsDynamicReference(value: JsonValue): boolean {
  return typeof value === 'string' && value.includes('{{resolve:')
}

type Resolve = (name: string, call: Call) => Promise<string>

/** By service. Secure parameters are refused by name: AWS takes them in a few properties of other services only. */
const RESOLVERS: ReadonlyMap<string, Resolve> = new Map([
  ['secretsmanager', resolveSecret],
  ['ssm', parameter],
])

/** Kinds of references in a value, functions and all, that nothing here can resolve. */
export function unknownReferencesIn(value: JsonValue): string[] {
  const kinds = [...JSON.stringify(value).matchAll(REFERENCE)].map(([, kind = '']) => kind)
  return [...new Set(kinds.filter((kind) => !RESOLVERS.has(kind)))]
}

/**
 * Replaces `{{resolve:ssm:name[:version]}}` and `{{resolve:secretsmanager:id:SecretString:key:stage:version}}` by what
 * these services hold at this moment (documented: at provisioning, not before).
 */
export async function resolveDynamicReferences(properties: JsonObject, call: Call): Promise<JsonObject> {
  return (await replaceIn(properties, call)) as JsonObject
}

async function replaceIn(value: JsonValue, call: Call): Promise<JsonValue> {
  if (typeof value === 'string') return holdsDynamicReference(value) ? replaceText(value, call) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Promise.all(value.map((item: JsonValue) => replaceIn(item, call)))
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await replaceIn(inner, call)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

async function replaceText(text: string, call: Call): Promise<string> {
  let result = ''
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, kind, name] = match as unknown as [string, string, string]
    const resolve = RESOLVERS.get(kind)
    if (!resolve) throw notEmulated(`The dynamic reference {{resolve:${kind}:…}}`)
    result += text.slice(end, match.index) + (await resolved(resolve, name, whole, call))
    end = match.index + whole.length
  }
  return result + text.slice(end)
}

async function resolved(resolve: Resolve, name: string, reference: string, call: Call): Promise<string> {
  try {
    return await resolve(name, call)
  } catch (error) {
    if (!isAwsError(error)) throw error
    throw validationError(`Could not resolve the dynamic reference ${reference}: ${error.message || error.code}`)
  }
}

async function parameter(Name: string, call: Call): Promise<string> {
  return (await call('ssm', 'GetParameter', { Name })).Parameter?.Value ?? ''
}
