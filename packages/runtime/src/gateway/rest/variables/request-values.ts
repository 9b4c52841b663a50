import type { Value, VtlMap } from '../../../languages/velocity/value.ts'
import type { Exchange } from '../exchange.ts'
import { receivedHeaders } from '../received-headers.ts'
import { urlDecode } from './escapes.ts'
import type { RequestParameters } from './input.ts'

/** Headers of the connection, which templates do not see even when the client sent them (observed). */
const INVISIBLE = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
])

/** Headers that appear in this spelling whatever the client wrote; others keep the client's (observed). */
const CANONICAL = new Map(
  [
    'Accept',
    'Accept-Charset',
    'Accept-Encoding',
    'Accept-Language',
    'Age',
    'Authorization',
    'Content-Encoding',
    'Content-Type',
    'Date',
    'Host',
    'Pragma',
    'Range',
    'Referer',
    'User-Agent',
    'Via',
    'Warn',
  ].map((name) => [name.toLowerCase(), name]),
)

/** What came beside the body, read when first asked for. */
export class RequestValues implements RequestParameters {
  readonly #exchange: Exchange
  #receivedHeaders: readonly string[] | undefined
  #path: VtlMap | undefined
  #querystring: VtlMap | undefined
  #header: VtlMap | undefined
  #bodyText: string | undefined
  #headerLists: Map<string, string[]> | undefined
  #queryLists: Map<string, string[]> | undefined

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  /** Still percent-encoded (observed in proxy events; that templates see the same is inferred). */
  get path(): VtlMap {
    this.#path ??= pathMap(this.#exchange)
    return this.#path
  }

  /** Form-decoded; of a repeated key the last value (observed). */
  get querystring(): VtlMap {
    this.#querystring ??= new Map<Value, Value>(queryPairs(this.#exchange.call.request.query))
    return this.#querystring
  }

  /** Of a repeated header the last value (inferred). */
  get header(): VtlMap {
    this.#header ??= headerMap(this.#received, this.#exchange.call.spellsHeaders)
    return this.#header
  }

  get body(): string {
    this.#bodyText ??= this.#exchange.call.request.body.toString('utf8')
    return this.#bodyText
  }

  /**
   * One value by its place. Header names are matched as written (documented), then in any case: a client of HTTP/2 has
   * lower case only, and what AWS does there is not recorded.
   */
  find(place: string, name: string): string | undefined {
    switch (place) {
      case 'path':
        return textOf(this.path.get(name))
      case 'querystring':
        return textOf(this.querystring.get(name))
      case 'header':
        return textOf(this.header.get(name)) ?? this.#headerInAnyCase(name).at(-1)
      case 'multivalueheader': {
        const all = this.#headerInAnyCase(name)
        return all.length ? all.join(',') : undefined
      }
      case 'multivaluequerystring': {
        const all = this.queryValues(name)
        return all.length ? all.join(',') : undefined
      }
    }
    return undefined
  }

  /** Every value of a query parameter. */
  queryValues(name: string): string[] {
    this.#queryLists ??= listsOf(queryPairs(this.#exchange.call.request.query))
    return this.#queryLists.get(name) ?? []
  }

  /** Every value of a header; its name in lower case. */
  headerValues(key: string): string[] {
    return this.#headerInAnyCase(key)
  }

  get #received(): readonly string[] {
    this.#receivedHeaders ??= receivedHeaders(this.#exchange)
    return this.#receivedHeaders
  }

  #headerInAnyCase(name: string): string[] {
    this.#headerLists ??= listsOf(headersOf(this.#received))
    return this.#headerLists.get(name.toLowerCase()) ?? []
  }
}

function pathMap({ pathParameters }: Exchange): VtlMap {
  const map: VtlMap = new Map()
  for (let i = 0; i < pathParameters.length; i += 2) map.set(pathParameters[i] ?? '', pathParameters[i + 1] ?? '')
  return map
}

/** `;` separates like `&` (documented). */
function queryPairs(query: string): [string, string][] {
  const pairs: [string, string][] = []
  for (const part of query.split(/[&;]/)) {
    if (!part) continue
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    pairs.push([urlDecode(name), equals < 0 ? '' : urlDecode(part.slice(equals + 1))])
  }
  return pairs
}

/**
 * Names in alphabetical order, whatever their case (observed: https://github.com/serverless/serverless/issues/1014 and
 * the sample event of set-up-lambda-proxy-integrations).
 */
function headerMap(received: readonly string[], spellsHeaders: boolean): VtlMap {
  const headers: { key: string; name: string; value: string }[] = []
  for (let i = 0; i < received.length; i += 2) {
    const name = received[i] ?? ''
    const key = name.toLowerCase()
    if (INVISIBLE.has(key)) continue
    const shown = (spellsHeaders ? CANONICAL.get(key) : undefined) ?? name
    headers.push({ key, name: shown, value: received[i + 1] ?? '' })
  }
  headers.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return new Map(headers.map(({ name, value }) => [name, value]))
}

function* headersOf(received: readonly string[]): Generator<readonly [key: string, value: string]> {
  for (let i = 0; i < received.length; i += 2) yield [(received[i] ?? '').toLowerCase(), received[i + 1] ?? '']
}

function listsOf(pairs: Iterable<readonly [key: string, value: string]>): Map<string, string[]> {
  const lists = new Map<string, string[]>()
  for (const [key, value] of pairs) {
    const list = lists.get(key)
    if (list) list.push(value)
    else lists.set(key, [value])
  }
  return lists
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
