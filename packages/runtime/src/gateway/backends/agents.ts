import { checkServerIdentity, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { Agent, buildConnector } from 'undici'
import { BackendError, type HttpCall } from './http-backend.ts'

/** Connections are kept this long; a backend that says less in `Keep-Alive` is heard. */
const KEEP_ALIVE_MS = 60_000
/** Ours: of certificates whose connections are kept. One beyond that opens its connections anew. */
const MAX_IDENTITIES = 100

type Way = Pick<HttpCall, 'acceptsAnyIssuer' | 'identity'>
type Undici = { readonly Agent: typeof Agent; readonly buildConnector: typeof buildConnector }

/** Who keeps connections: calls share one where they judge a backend alike, and show it the same. */
export class Agents {
  readonly #undici: Undici
  readonly #strict: Agent
  readonly #anyIssuer: Agent
  readonly #ofIdentities = new Map<string, Agent>()

  private constructor(undici: Undici) {
    this.#undici = undici
    this.#strict = this.#make({ acceptsAnyIssuer: false })
    this.#anyIssuer = this.#make({ acceptsAnyIssuer: true })
  }

  static async load(): Promise<Agents> {
    return new Agents(await import('undici'))
  }

  for({ acceptsAnyIssuer, identity }: Way): Agent {
    if (!identity) return acceptsAnyIssuer ? this.#anyIssuer : this.#strict
    const key = `${identity.id} ${acceptsAnyIssuer}`
    const known = this.#ofIdentities.get(key)
    if (known) return known
    const [oldest] = this.#ofIdentities
    if (oldest && this.#ofIdentities.size >= MAX_IDENTITIES) {
      this.#ofIdentities.delete(oldest[0])
      void oldest[1].close()
    }
    const made = this.#make({ acceptsAnyIssuer, identity })
    this.#ofIdentities.set(key, made)
    return made
  }

  async close(): Promise<void> {
    const all = [this.#strict, this.#anyIssuer, ...this.#ofIdentities.values()]
    await Promise.all(all.map((agent) => agent.destroy()))
  }

  #make({ acceptsAnyIssuer, identity }: Way): Agent {
    const { Agent: Made, buildConnector: build } = this.#undici
    const shown = identity && { cert: identity.certificate, key: identity.privateKey }
    return new Made({
      // The integration's own timeout covers everything, so undici's are off.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      pipelining: 1,
      connect: acceptsAnyIssuer ? anyIssuerConnector(build, shown) : { ...shown },
    })
  }
}

/**
 * `tlsConfig.insecureSkipVerification`: the authority does not count; name and dates still do (documented:
 * api/API_TlsConfig).
 */
function anyIssuerConnector(
  build: typeof buildConnector,
  shown?: buildConnector.BuildOptions,
): buildConnector.connector {
  const connect = build({ ...shown, rejectUnauthorized: false })
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
