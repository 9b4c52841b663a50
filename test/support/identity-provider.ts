import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** An OpenID provider that signs everybody in at once, and fails where a test wants it to. */
export interface IdentityProvider {
  readonly issuer: string
  readonly clientId: string
  /** Of whoever comes next, in the ID token. */
  claims: JWTPayload
  /** Paths that do not answer as they should: with a status, or by breaking the connection. */
  readonly faults: Map<string, number | 'reset'>
  /** What browsers and pools have asked for, the latest last. */
  readonly asked: { readonly path: string; readonly values: URLSearchParams }[]
  close(): Promise<void>
}

const CLIENT = 'sallyport'

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'RS256' }
  let nonce = ''

  const answers: Readonly<Record<string, (values: URLSearchParams) => Promise<object> | object>> = {
    '/.well-known/openid-configuration': () => ({
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      jwks_uri: `${provider.issuer}/jwks`,
    }),
    '/jwks': () => ({ keys: [jwk] }),
    '/token': async () => {
      const token = new SignJWT({ nonce, ...provider.claims }).setProtectedHeader({ alg: 'RS256', kid: 'k' })
      const signed = await token
        .setIssuer(provider.issuer)
        .setAudience(CLIENT)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey)
      return { id_token: signed, access_token: 'opaque', token_type: 'Bearer' }
    },
  }

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', provider.issuer)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const values = request.method === 'POST' ? new URLSearchParams(String(Buffer.concat(chunks))) : url.searchParams
    provider.asked.push({ path: url.pathname, values })
    const fault = provider.faults.get(url.pathname)
    if (fault === 'reset') return void request.socket.resetAndDestroy()
    if (fault !== undefined) return void response.writeHead(fault).end('{"error":"invalid_grant"}')
    if (url.pathname === '/authorize') {
      nonce = values.get('nonce') ?? ''
      const back = new URL(values.get('redirect_uri') ?? '')
      back.search = String(new URLSearchParams({ code: 'a-code', state: values.get('state') ?? '' }))
      return void response.writeHead(302, { location: back.href }).end()
    }
    const answer = answers[url.pathname]
    if (!answer) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await answer(values)))
  }

  const server = createServer((request, response) => void respond(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider: IdentityProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: CLIENT,
    claims: { sub: 'anna' },
    faults: new Map(),
    asked: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return provider
}
