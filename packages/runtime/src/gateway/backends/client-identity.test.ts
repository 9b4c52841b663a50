import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCertificateAuthority } from '../../http/certificates.ts'
import { systemClock } from '../../kernel/clock.ts'
import { makeClientCertificate } from '../../services/apigateway/client-certificates/self-signed.ts'
import type { ClientIdentity } from './http-backend.ts'
import { createHttpBackend } from './undici-backend.ts'

const backend = createHttpBackend({ emulated: () => undefined, clock: systemClock })
let server: Server
beforeAll(async () => {
  const authority = createCertificateAuthority(undefined)
  const options = { requestCert: true, rejectUnauthorized: false }
  server = createServer(
    { ...options, SNICallback: (name, done) => void authority.contextFor(name).then((it) => done(null, it), done) },
    (request, response) => {
      const shown = (request.socket as TLSSocket).getPeerX509Certificate()
      response.end(shown?.fingerprint256 ?? 'nobody')
    },
  )
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
})
afterAll(async () => {
  await backend.close()
  server.close()
})

async function shownBy(identity?: ClientIdentity): Promise<string> {
  const { port } = server.address() as AddressInfo
  const { body } = await backend.send({
    method: 'GET',
    url: new URL(`https://localhost:${port}/`),
    rawHeaders: ['Host', `localhost:${port}`],
    body: Buffer.alloc(0),
    timeoutMs: 5000,
    maxBytes: 1000,
    streams: false,
    acceptsAnyIssuer: true,
    identity,
    client: { signal: new AbortController().signal },
  })
  return Buffer.isBuffer(body) ? body.toString() : ''
}

async function identity(id: string): Promise<ClientIdentity> {
  const { certificatePem, privateKeyPem } = await makeClientCertificate(Date.now())
  return { id, certificate: certificatePem, privateKey: privateKeyPem }
}

it('each call shows what it is to show, also where connections are kept', async () => {
  const [first, second] = [await identity('first'), await identity('second')]
  const shown = [await shownBy(first), await shownBy(second), await shownBy(), await shownBy(first)]
  expect(shown[0]).toMatch(/^[0-9A-F:]{95}$/)
  expect(shown[1]).not.toBe(shown[0])
  expect(shown.slice(2)).toEqual(['nobody', shown[0]])
})
