import type { Random } from '../../kernel/random.ts'
import type { ExchangeNote, WireRequest } from '../../kernel/wire.ts'
import type { GatewayAddress } from '../call.ts'

export const DEFAULT_STAGE = '$default'
const SLASH = 47

/** Where in a path the stage ends, if the path names one. */
export interface StagedPath {
  /** Undefined: the path names none, and no stage is left for it. */
  readonly stageName: string | undefined
  /**
   * As the client sent it; slashes at its start count as one (observed for the route; that events say the same is
   * inferred).
   */
  readonly rawPath: string
  /** What is behind the stage that it names. */
  readonly path: string
}

/** The first segment if it names a stage, else `$default` (documented: http-api-develop-routes). */
export function stageOf(sent: string, stageNames: ReadonlySet<string>): StagedPath {
  let start = 0
  while (sent.charCodeAt(start) === SLASH) start++
  const rawPath = start === 1 ? sent : `/${sent.slice(start)}`
  const end = rawPath.indexOf('/', 1)
  const first = rawPath.slice(1, end < 0 ? undefined : end)
  if (first !== DEFAULT_STAGE && stageNames.has(first)) {
    return { stageName: first, rawPath, path: end < 0 ? '/' : rawPath.slice(end) }
  }
  return { stageName: stageNames.has(DEFAULT_STAGE) ? DEFAULT_STAGE : undefined, rawPath, path: rawPath }
}

/** The stage that a custom domain's mapping names; `rawPath` begins with it (observed: CodeGenieApp/serverless-express#465). */
export function mappedStage(stageAndPath: string, stage: string, stageNames: ReadonlySet<string>): StagedPath {
  const path = stageAndPath.slice(stage.length + 1)
  const rawPath = stage === DEFAULT_STAGE ? path : stageAndPath
  return { stageName: stageNames.has(stage) ? stage : undefined, rawPath, path }
}

/** A request of an HTTP API as it is read before a route is chosen. */
export class HttpApiCall implements ExchangeNote {
  readonly request: WireRequest
  readonly headers: WireRequest['headers']
  readonly apiId: string
  readonly stageName: string
  readonly address: GatewayAddress
  /**
   * `apigw-requestid`: 11 bytes in Base64, as AWS's. It is the extended id, too (documented:
   * http-api-logging-variables).
   */
  readonly requestId: string
  readonly rawPath: string
  readonly path: string

  constructor(request: WireRequest, apiId: string, staged: StagedPath, address: GatewayAddress, random: Random) {
    this.request = request
    this.headers = request.headers
    this.apiId = apiId
    this.stageName = staged.stageName ?? DEFAULT_STAGE
    this.rawPath = staged.rawPath
    this.path = staged.path
    this.address = address
    this.requestId = random.bytes(11).toString('base64')
  }

  /** As events of format 1.0 show it: with the base path of a custom domain (documented: http-api-develop-integrations-lambda). */
  get sentPath(): string {
    return this.address.mapping?.sent ?? this.rawPath
  }

  get plane(): 'execute-api' {
    return 'execute-api'
  }

  get subject(): string {
    return `${this.apiId}/${this.stageName} ${this.request.method} ${this.path}`
  }
}
