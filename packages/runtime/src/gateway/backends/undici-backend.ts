import { checkServerIdentity, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { Agent, buildConnector, Dispatcher } from 'undici'
import type { Clock } from '../../kernel/clock.ts'
import type { WireHandler } from '../../kernel/wire.ts'
import { StreamedAnswer, WholeAnswer } from './answers.ts'
import { BackendError, type HttpAnswer, type HttpBackend, type HttpCall } from './http-backend.ts'
import { callInProcess } from './in-process.ts'

/** Connections are kept this long; a backend that says less in `Keep-Alive` is heard. */
const KEEP_ALIVE_MS = 60_000

export interface HttpBackendOptions {
  /** Who answers for this address in this process, if somebody does. */
  readonly emulated: (url: URL) => WireHandler | undefined
  readonly clock: Clock
}

/** Calls backends over connections that are kept. undici is loaded with the first call, and not before. */
export function createHttpBackend({ emulated, clock }: HttpBackendOptions): HttpBackend {
  let agents: Agents | undefined
  let loading: Promise<Agents> | undefined

  return {
    send(call) {
      const handle = emulated(call.url)
      if (handle) return callInProcess(handle, call, clock)
      if (agents) return dispatch(agents, call)
      loading ??= Agents.load()
      return loading.then((loaded) => {
        agents = loaded
        return dispatch(loaded, call)
      })
    },
    async close() {
      await (await loading)?.close()
    },
  }
}

class Agents {
  readonly strict: Agent
  readonly anyIssuer: Agent

  private constructor(undici: { Agent: typeof Agent; buildConnector: typeof buildConnector }) {
    // The integration's own timeout covers everything, so undici's are off.
    const options = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS, pipelining: 1 }
    this.strict = new undici.Agent(options)
    this.anyIssuer = new undici.Agent({ ...options, connect: anyIssuerConnector(undici.buildConnector) })
  }

  static async load(): Promise<Agents> {
    return new Agents(await import('undici'))
  }

  async close(): Promise<void> {
    await Promise.all([this.strict.destroy(), this.anyIssuer.destroy()])
  }
}

/**
 * `tlsConfig.insecureSkipVerification`: the authority does not count; name and dates still do (documented:
 * api/API_TlsConfig).
 */
function anyIssuerConnector(build: typeof buildConnector): buildConnector.connector {
  const connect = build({ rejectUnauthorized: false })
  return (options, callback) =>
    connect(options, (...result) => {
      const [error, socket] = result
      const problem = error === null && isTls(socket) ? problemWith(socket, options.hostname) : undefined
      if (!problem) return callback(...result)
      socket?.destroy()
      callback(problem, null)
    })
}

function isTls(socket: unknown): socket is TLSSocket {
  return typeof (socket as { getPeerCertificate?: unknown }).getPeerCertificate === 'function'
}

function problemWith(socket: TLSSocket, hostname: string): Error | undefined {
  const reason = socket.authorizationError as unknown
  if (reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID') {
    return new BackendError('certificate', `the certificate is refused (${reason})`)
  }
  const certificate: PeerCertificate = socket.getPeerCertificate()
  return checkServerIdentity(hostname, certificate)
}

function dispatch(agents: Agents, call: HttpCall): Promise<HttpAnswer> {
  const agent = call.acceptsAnyIssuer ? agents.anyIssuer : agents.strict
  const { url, rawHeaders, body, client } = call
  if (client.signal.aborted) return Promise.reject(new BackendError('cancelled', 'the client left'))
  return new Promise((resolve, reject) => {
    const answer = call.streams ? new StreamedAnswer(call, resolve, reject) : new WholeAnswer(call, resolve, reject)
    try {
      agent.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: call.method as Dispatcher.HttpMethod,
          headers: rawHeaders as string[],
          body: body.length ? body : null,
        },
        answer,
      )
    } catch (error) {
      answer.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)))
    }
  })
}
