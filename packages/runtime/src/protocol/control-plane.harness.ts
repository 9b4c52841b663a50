import type { CallContext, ServiceName } from '../kernel/operation.ts'
import { systemRandom } from '../kernel/random.ts'
import type { BoundOperation, Service } from '../kernel/service.ts'
import type { Transaction } from '../kernel/transaction.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { createControlPlane } from './control-plane.ts'
import { createDispatcher } from './dispatch.ts'
import type { HostMeaning } from './identify.ts'
import { createModels } from './models.ts'

/** A control plane over operations that a test writes itself, for requests as they come off the wire. */

const models = createModels()

export type TestServices = Partial<Record<ServiceName, Record<string, BoundOperation>>>

/** Nothing is stored: what is written is noted. */
export const writes: string[] = []
export const transaction: Transaction = {
  get: async () => undefined,
  list: async () => [],
  put: (key) => void writes.push(key.id),
  delete: () => {},
}

export function testDispatcher(services: TestServices) {
  const list = Object.entries(services).map(
    ([name, operations]): Service => ({
      name: name as ServiceName,
      operations: new Map(Object.entries(operations)),
      resourceTypes: [],
    }),
  )
  return createDispatcher({ findService: async (name) => list.find((service) => service.name === name), models })
}

const HOSTS: Readonly<Record<string, HostMeaning>> = {
  'sts.eu-west-1.amazonaws.com': { service: 'sts', region: 'eu-west-1' },
  'photos.s3.eu-west-1.amazonaws.com': { service: 's3', bucket: 'photos', region: 'eu-west-1' },
}

export function startControlPlane(services: TestServices) {
  const logged: unknown[] = []
  const seen: { input?: unknown; ctx?: CallContext } = {}
  const noting = (operation: BoundOperation): BoundOperation => {
    return (input, ctx) => {
      Object.assign(seen, { input, ctx })
      return operation(input, ctx)
    }
  }
  const noted = Object.fromEntries(
    Object.entries(services).map(([name, operations]) => [
      name,
      Object.fromEntries(Object.entries(operations).map(([key, run]) => [key, noting(run)])),
    ]),
  )
  const controlPlane = createControlPlane({
    dispatcher: testDispatcher(noted),
    models,
    hostMeaning: (host) => HOSTS[host] ?? {},
    transact: (work) => work(transaction),
    reader: transaction,
    random: systemRandom,
    logger: { log: (...entry) => void logged.push(entry), enabled: () => true },
  })
  return { controlPlane, seen, logged, send: (request: TestRequest) => controlPlane.handle(wire(request)) }
}

export interface TestRequest {
  readonly method?: string
  /** Path and query. */
  readonly path?: string
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

export function wire({
  method = 'POST',
  path = '/',
  host = '127.0.0.1',
  headers = {},
  body = '',
}: TestRequest): WireRequest {
  const [bare = '/', query = ''] = path.split('?', 2)
  return {
    method,
    path: bare,
    query,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    host,
    body: Buffer.from(body),
    remoteAddress: '127.0.0.1',
    signal: new AbortController().signal,
    scheme: 'http',
    origin: 'http://127.0.0.1:4566',
  }
}

/** The header of a signed request. Nobody checks the signature. */
export function signed(service: string, region = 'us-east-1', accessKeyId = 'test'): { authorization: string } {
  const scope = `${accessKeyId}/20300101/${region}/${service}/aws4_request`
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0` }
}

export function header({ headers }: WireResponse, name: string): string | undefined {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1]
}
