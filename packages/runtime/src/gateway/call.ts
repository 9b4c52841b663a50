import { uuid } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { ExchangeNote, WireRequest } from '../kernel/wire.ts'

/** The name under which the client reached the API. */
export interface GatewayAddress {
  readonly domainName: string
  /** The first label of the name. */
  readonly domainPrefix: string
  /** The one that the name says; undefined in the path form, which says none. */
  readonly region?: string
  /** What led to the API, where the name is a custom domain's. */
  readonly mapping?: MappedPath
}

/** A path under a custom domain name. */
export interface MappedPath {
  /** The base path that it begins with, without slashes around it; empty: none. */
  readonly key: string
  /** Undefined: the path itself names the stage, behind the base path. */
  readonly stage: string | undefined
  /** As the client sent it. */
  readonly sent: string
  /** Whether header names reach the API in lower case only, as in a domain with keys of several levels. */
  readonly lowersHeaders: boolean
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const SLASH = 47

/** A request as the gateway reads it before it knows the API: its ids, and its path in parts. */
export class Call implements ExchangeNote {
  /** Changed once at most, by {@link decoded}. */
  request: WireRequest
  headers: WireRequest['headers']
  #sent: WireRequest | undefined
  readonly apiId: string
  readonly address: GatewayAddress
  /** A client may choose this id, if it is a UUID (documented). */
  readonly requestId: string
  /** `x-amz-apigw-id`: 11 bytes in Base64, as AWS's. */
  readonly extendedRequestId: string
  /**
   * `/stage/path` as the client sent it; slashes before the stage count as one (observed). Under a custom domain name it
   * begins with the base path instead (observed: aws-powertools/powertools-lambda-python#579).
   */
  readonly fullPath: string
  readonly stageName: string
  /** The part after the stage. */
  readonly path: string
  /** `X-HTTP-Method-Override` replaces the method for routing (documented). */
  readonly httpMethod: string

  constructor(request: WireRequest, apiId: string, stageAndPath: string, address: GatewayAddress, random: Random) {
    const { headers } = request
    this.request = request
    this.headers = headers
    this.apiId = apiId
    this.address = address

    const wanted = headers['x-amzn-requestid']
    const bytes = random.bytes(27)
    this.requestId = wanted !== undefined && UUID.test(wanted) ? wanted : uuid({ bytes: () => bytes })
    this.extendedRequestId = bytes.toString('base64', 16)

    let start = 0
    while (stageAndPath.charCodeAt(start) === SLASH) start++
    const end = stageAndPath.indexOf('/', start)
    const staged = start === 1 ? stageAndPath : `/${stageAndPath.slice(start)}`
    this.fullPath = address.mapping?.sent ?? staged
    this.stageName = stageAndPath.slice(start, end < 0 ? undefined : end)
    this.path = end < 0 ? '/' : stageAndPath.slice(end)
    this.httpMethod = headers['x-http-method-override']?.toUpperCase() || request.method
  }

  /** The request as it was sent: what a signature was made of. */
  get sent(): WireRequest {
    return this.#sent ?? this.request
  }

  /** The same request without what its body was compressed with. */
  decoded(request: WireRequest): void {
    this.#sent = this.request
    this.request = request
    this.headers = request.headers
  }

  /** As events show it: under a custom domain name with the base path (observed: same), whoever names the stage. */
  get shownPath(): string {
    const { mapping } = this.address
    if (mapping === undefined || mapping.key === '') return this.path
    return mapping.stage === undefined ? `/${mapping.key}${this.path}` : mapping.sent
  }

  /** Whether well-known headers appear in AWS's spelling, whatever the client's was. */
  get spellsHeaders(): boolean {
    return this.address.mapping?.lowersHeaders !== true
  }

  /** Whether it came through AWS's own front, which says in headers of its own how. */
  get isFronted(): boolean {
    return true
  }

  get plane(): 'execute-api' {
    return 'execute-api'
  }

  /** `apiId/stage GET /path`, for the log; put together when it is asked for. */
  get subject(): string {
    return `${this.apiId}/${this.stageName} ${this.request.method} ${this.path}`
  }
}
