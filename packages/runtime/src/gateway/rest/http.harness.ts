import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo, Server as TcpServer } from 'node:net'
import { afterAll, afterEach } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { createHttpBackend } from '../backends/undici-backend.ts'
import type { ApiDefinition, IntegrationDefinition } from './definition.ts'
import { api, type Call, method, mock, startGateway } from './gateway.harness.ts'

/** Backends on sockets of this machine, and APIs that call them. */

/** What came to a backend. */
export interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly body: string
  readonly bytes: Buffer
}

export type Answer = Parameters<typeof createServer>[1]

export function to(uri: string, overrides: Partial<IntegrationDefinition> = {}): IntegrationDefinition {
  return mock({ type: 'HTTP', httpMethod: 'GET', uri, requestTemplates: undefined, ...overrides })
}

export function proxyTo(uri: string, overrides: Partial<IntegrationDefinition> = {}): IntegrationDefinition {
  return to(uri, { type: 'HTTP_PROXY', httpMethod: 'ANY', integrationResponses: {}, ...overrides })
}

/** What a test file has of its own, and what is closed with it. To be called once, outside the tests. */
export function backendsOnSockets() {
  const servers: { close(): void }[] = []
  const client = createHttpBackend({ emulated: () => undefined, clock: systemClock })
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })
  afterAll(() => client.close())

  async function listening(server: TcpServer, host = '127.0.0.1'): Promise<string> {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, host, () => resolve()))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** A backend that writes down what it gets. */
  async function backend(answer: Answer = (_request, response) => response.end('ok')) {
    const received: Received[] = []
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method, url, headers, rawHeaders } = request
        const bytes = Buffer.concat(chunks)
        received.push({ method, url, headers, rawHeaders, body: bytes.toString(), bytes })
        answer?.(request, response)
      })
    })
    return { url: await listening(server), received }
  }

  async function answerOf(
    integration: IntegrationDefinition,
    call: Call & { readonly at?: string } = {},
    definition: Partial<ApiDefinition> = {},
    variables: Record<string, string> = {},
  ) {
    const any = { ANY: method({ httpMethod: 'ANY', integration }) }
    const { call: send } = startGateway(api({ '/x': any, '/y/{proxy+}': any }, definition), variables, client)
    return send(call.at ?? '/prod/x', call)
  }

  return { client, listening, backend, answerOf }
}
