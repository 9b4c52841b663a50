import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { claimsOf, headerOf, keysOf, tokenFor } from '../support/tokens.ts'
import { expectUnauthorized } from '../support/unauthorized.ts'

const origin = inject('origin')
const { apiGateway, cognito } = awsClients({ origin, account: '222233336666' })

let machine: MachineClient
let api: ProtectedApi
beforeAll(async () => {
  machine = await createMachineClient(cognito)
  api = await createProtectedApi(apiGateway, [machine.poolArn])
  // What is refused below is refused for what was done to it: as it was given, it is let in.
  expect((await call(await token())).status).toBe(200)
})

const token = async (scope = 'orders/read') => (await tokenFor(origin, machine, scope)).access_token
const call = (authorization: string) => fetch(api.url(origin), { headers: { authorization } })

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function publicKeyOf(poolId: string, kid: unknown) {
  const key = (await keysOf(origin, poolId)).find((candidate) => candidate.kid === kid)
  if (!key) throw new Error('the token names no key of its pool')
  return createPublicKey({ key: { ...key }, format: 'jwk' })
}

describe('a protected method refuses', () => {
  it('a token whose signature was cut, lengthened or changed (api-gateway 0.5, 3.2.12)', async () => {
    const good = await token()
    const [header, payload, signature = ''] = good.split('.')
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    for (const wrong of ['', signature.slice(0, -4), `${signature}AAAA`, flipped]) {
      await expectUnauthorized(await call(`${header}.${payload}.${wrong}`))
    }
    await expectUnauthorized(await call(`${good}.${signature}`))
    await expectUnauthorized(await call(`Bearer  ${good}`))
  })

  it('a token that names the pool’s other key', async () => {
    const whole = await token()
    const [, payload, signature] = whole.split('.')
    const another = (await keysOf(origin, machine.poolId)).find((key) => key.kid !== headerOf(whole).kid)
    await expectUnauthorized(await call(`${encode({ kid: another?.kid, alg: 'RS256' })}.${payload}.${signature}`))
  })

  it('a token whose claims were changed', async () => {
    const whole = await token('orders/write')
    const [header, , signature] = whole.split('.')
    const changed = encode({ ...claimsOf(whole), scope: 'orders/read' })
    await expectUnauthorized(await call(`${header}.${changed}.${signature}`))
  })

  it('a token with alg none', async () => {
    const whole = await token()
    const [, payload] = whole.split('.')
    const none = encode({ ...headerOf(whole), alg: 'none' })
    await expectUnauthorized(await call(`${none}.${payload}.`))
    await expectUnauthorized(await call(`${none}.${payload}.AAAA`))
  })

  it('a token signed with HS256 and the public key as its secret', async () => {
    const whole = await token()
    const [, payload] = whole.split('.')
    const { kid } = headerOf(whole)
    const key = await publicKeyOf(machine.poolId, kid)
    for (const secret of [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(key.export({ format: 'jwk' })),
    ]) {
      const signed = `${encode({ kid, alg: 'HS256' })}.${payload}`
      await expectUnauthorized(
        await call(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`),
      )
    }
  })

  it('a token signed with a stranger’s key, also when it brings the key along', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const whole = await token()
    const [, payload] = whole.split('.')
    const { kid } = headerOf(whole)
    const jwk = stranger.publicKey.export({ format: 'jwk' })
    for (const extra of [{}, { jwk }, { jku: 'http://127.0.0.1:1/jwks.json' }, { kid: 'unknown' }]) {
      const signed = `${encode({ kid, alg: 'RS256', ...extra })}.${payload}`
      const signature = sign('RSA-SHA256', Buffer.from(signed), stranger.privateKey).toString('base64url')
      await expectUnauthorized(await call(`${signed}.${signature}`))
    }
  })
})
