import type { Random } from '../../kernel/random.ts'
import type { WireRequest } from '../../kernel/wire.ts'
import { Call } from '../call.ts'
import type { StageLogSettings, StageSnapshot } from '../ports.ts'
import type { ApiTest } from '../test-ports.ts'

/** What a backend sees in place of a stage and of a client (observed in events of functions that were tested). */
export const TEST_STAGE = 'test-invoke-stage'
const SOURCE_IP = 'test-invoke-source-ip'
const ADDRESS = { domainName: 'testPrefix.testDomainName', domainPrefix: 'testPrefix' }

/** All is noted, as for a stage that logs all; yet it is the caller who gets it. */
const LOGS: StageLogSettings = { execution: { '*': { level: 'INFO', dataTrace: true } } }

/** The API as it is now, on a stage that there is not. */
export function testSnapshot({ place, definition, variables }: ApiTest, stageName: string): StageSnapshot {
  const { apiId } = definition
  const live = { authorizersEpoch: '', version: '' }
  return { place, apiId, stageName, deploymentId: '', variables, definition, logs: LOGS, ...live }
}

/** A call that nobody sent. Its path has no stage, in `$context.path` either (observed). */
export class TestCall extends Call {
  override readonly fullPath: string

  /** Without a path, or with an empty one, `path` stands for it. */
  constructor(test: ApiTest, httpMethod: string, path: string, random: Random) {
    const request = requestOf(test, httpMethod, test.pathWithQueryString || path)
    super(request, test.definition.apiId, `/${TEST_STAGE}${request.path}`, ADDRESS, random)
    this.fullPath = request.path
  }

  /** It has the headers that it is given, as they are spelled (recorded). */
  override get spellsHeaders(): boolean {
    return false
  }

  override get isFronted(): boolean {
    return false
  }
}

function requestOf({ headers, body, origin }: ApiTest, method: string, pathWithQueryString: string): WireRequest {
  const [path = '', ...query] = pathWithQueryString.split('?')
  const byName = new Map<string, string>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = byName.get(key)
    byName.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  return {
    method,
    path: path.startsWith('/') ? path : `/${path}`,
    query: query.join('?'),
    headers: Object.fromEntries(byName),
    rawHeaders: headers.flat(),
    host: ADDRESS.domainName,
    body: Buffer.from(body),
    remoteAddress: SOURCE_IP,
    signal: new AbortController().signal,
    scheme: 'https',
    origin,
  }
}
