import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import { readClientRef, readScopes, readText } from '../clients/read-client.ts'
import type { CallRequest, Pair } from '../contract/calls.ts'
import { AdminProblem } from '../problem.ts'

const METHOD = /^[A-Z]{1,20}$/
const NAME = /^[\w!#$%&'*+.^`|~-]{1,200}$/
const MAX_PAIRS = 200
const MAX_BODY = 512 * 1024

/** What is to be called. Everything in it comes from outside. */
export function readCall(body: JsonObject): CallRequest {
  const method = readText(body, 'method').toUpperCase()
  if (!METHOD.test(method)) throw new AdminProblem(400, 'method is a method of HTTP')
  const headers = readPairs(body.headers, 'headers')
  if (!headers.every(({ name, value }) => NAME.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value))) {
    throw new AdminProblem(400, 'a header has a name and one line of text')
  }
  const { body: text, client } = body
  if (text !== undefined && (typeof text !== 'string' || Buffer.byteLength(text) > MAX_BODY)) {
    throw new AdminProblem(400, `body is a text of at most ${MAX_BODY} bytes`)
  }
  if (client !== undefined && !isJsonObject(client)) throw new AdminProblem(400, 'client is an object')
  const scopes = client && readScopes(client.scopes)
  return {
    method,
    target: readTarget(body.target),
    query: readPairs(body.query, 'query'),
    headers,
    ...(text !== undefined && { body: text }),
    ...(client && { client: { ...readClientRef(client), ...(scopes && { scopes }) } }),
  }
}

function readTarget(target: JsonValue | undefined): CallRequest['target'] {
  if (!isJsonObject(target)) throw new AdminProblem(400, 'target is an object')
  if (target.url !== undefined) return { url: readText(target, 'url') }
  const path = readText(target, 'path')
  if (!path.startsWith('/')) throw new AdminProblem(400, 'path begins with a slash')
  return { apiId: readText(target, 'apiId'), stage: readText(target, 'stage'), path }
}

function readPairs(value: JsonValue | undefined, what: string): readonly Pair[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.length <= MAX_PAIRS && value.every(isPair))
    return value as unknown as readonly Pair[]
  throw new AdminProblem(400, `${what} is a list of at most ${MAX_PAIRS} names with their values`)
}

function isPair(value: JsonValue): boolean {
  return isJsonObject(value) && typeof value.name === 'string' && typeof value.value === 'string'
}
