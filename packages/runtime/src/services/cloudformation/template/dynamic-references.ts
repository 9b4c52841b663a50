import { isAwsError, notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Call } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'
import type { ResolutionBudget } from './budget.ts'
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
 * these services hold at this moment (documented: at provisioning, not before). What comes of it counts as what functions
 * make does: a reference is short, and a secret may have 64 kB.
 */
export async function resolveDynamicReferences(
  properties: JsonObject,
  call: Call,
  budget: ResolutionBudget,
): Promise<JsonObject> {
  return (await replaceIn(properties, { call, budget })) as JsonObject
}

interface Resolution {
  readonly call: Call
  readonly budget: ResolutionBudget
}

/** One after another, so that nothing more is read once the budget is spent. */
async function replaceIn(value: JsonValue, resolution: Resolution): Promise<JsonValue> {
  if (typeof value === 'string') return holdsDynamicReference(value) ? replaceText(value, resolution) : value
  if (typeof value !== 'object' || value === null) return value
  if (!isJsonObject(value)) {
    const items: JsonValue[] = []
    for (const item of value) items.push(await replaceIn(item, resolution))
    return items
  }
  const entries: [string, JsonValue][] = []
  for (const [key, inner] of Object.entries(value)) entries.push([key, await replaceIn(inner, resolution)])
  return Object.fromEntries(entries)
}

async function replaceText(text: string, { call, budget }: Resolution): Promise<string> {
  let result = ''
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, kind, name] = match as unknown as [string, string, string]
    const resolve = RESOLVERS.get(kind)
    if (!resolve) throw notEmulated(`The dynamic reference {{resolve:${kind}:…}}`)
    const replacement = await resolved(resolve, name, whole, call)
    budget.spend(replacement)
    result += text.slice(end, match.index) + replacement
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
