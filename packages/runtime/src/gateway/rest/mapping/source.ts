import { own } from '../../../kernel/own.ts'
import { evaluatePath } from '../../../languages/jsonpath/evaluate.ts'
import { parsePath } from '../../../languages/jsonpath/parse-path.ts'
import { PathError } from '../../../languages/jsonpath/syntax.ts'
import { parseJson } from '../../../languages/velocity/json.ts'
import { jsonText } from '../../../languages/velocity/print.ts'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { contextText } from '../variables/context.ts'

/** The right side of a parameter mapping. */
export interface Source {
  /** The text of a literal, which needs no exchange. */
  readonly constant: string | undefined
  /** Whether reading can end in an error: a path into a body that turns out not to be JSON. */
  readonly mayFail: boolean
  /** Undefined when there is nothing to map; the target is then left out (inferred). */
  read(exchange: Exchange): string | undefined
  /** Every value, where the source is a list and its target can be one. */
  readAll?(exchange: Exchange): readonly string[]
}

const REQUEST_PLACE = /^method\.request\.(path|querystring|header|multivaluequerystring|multivalueheader)\.(.+)$/
const REQUEST_BODY = /^method\.request\.body(?:\.(.+))?$/
const RESPONSE_HEADER = /^integration\.response\.(multivalue)?header\.(.+)$/
const RESPONSE_BODY = /^integration\.response\.body(?:\.(.+))?$/

/** Compiles `'literal'`, `method.request.…`, `integration.response.…`, `stageVariables.…` and `context.…`. */
export function compileSource(text: string): Source | undefined {
  const literal = /^'([\s\S]*)'$/.exec(text)?.[1]
  if (literal !== undefined) return { constant: literal, mayFail: false, read: () => literal }
  const place = REQUEST_PLACE.exec(text)
  if (place) return requestSource(place[1] ?? '', place[2] ?? '')
  const requestBody = REQUEST_BODY.exec(text)
  if (requestBody) return bodySource(requestBody[1], (exchange) => exchange.values.body, 'DEFAULT_4XX')
  const responseBody = RESPONSE_BODY.exec(text)
  if (responseBody) return bodySource(responseBody[1], (exchange) => exchange.backend.text, 'API_CONFIGURATION_ERROR')
  const responseHeader = RESPONSE_HEADER.exec(text)
  if (responseHeader) return responseHeaderSource(responseHeader[2] ?? '', responseHeader[1] !== undefined)
  const variable = /^stageVariables\.(.+)$/.exec(text)?.[1]
  if (variable !== undefined) return reading(({ api }) => own(api.snapshot.variables, variable))
  const name = /^context\.(.+)$/.exec(text)?.[1]
  if (name !== undefined) return reading((exchange) => contextText(exchange, name))
  return undefined
}

function reading(read: (exchange: Exchange) => string | undefined, mayFail = false): Source {
  return { constant: undefined, mayFail, read }
}

function requestSource(place: string, name: string): Source {
  const source = reading((exchange) => exchange.values.find(place, name))
  if (place !== 'multivaluequerystring') return source
  return { ...source, readAll: (exchange) => exchange.values.queryValues(name) }
}

/** Of a repeated header the last value, or all joined by commas. */
function responseHeaderSource(name: string, joins: boolean): Source {
  return reading(({ backend }) => {
    const values = backend.header(name)
    return joins && values.length ? values.join(',') : values.at(-1)
  })
}

/** A body, or a JSON path into it. */
function bodySource(
  path: string | undefined,
  bodyOf: (exchange: Exchange) => string,
  failure: 'DEFAULT_4XX' | 'API_CONFIGURATION_ERROR',
): Source | undefined {
  if (path === undefined) return reading(bodyOf)
  const compiled = pathOrUndefined(path)
  if (!compiled) return undefined
  return reading((exchange) => {
    const document = documentOf(bodyOf(exchange), exchange, failure)
    const value = evaluatePath(compiled, document, exchange.budget)
    if (value === null) return undefined
    return typeof value === 'string' ? value : jsonText(value, exchange.budget)
  }, true)
}

function pathOrUndefined(path: string) {
  try {
    return parsePath(path)
  } catch (error) {
    if (error instanceof PathError) return undefined
    throw error
  }
}

/** A body that begins like JSON must be JSON; any other body counts as `{}` (behavior of LocalStack, not recorded). */
function documentOf(body: string, exchange: Exchange, failure: 'DEFAULT_4XX' | 'API_CONFIGURATION_ERROR') {
  const document = parseJson(body, exchange.budget)
  if (document !== undefined) return document
  if (!/^\s*[{["']/.test(body)) return new Map()
  throw new GatewayError(failure, 'a parameter mapping reads a body that is not JSON')
}
