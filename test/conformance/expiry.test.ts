import { CreateDeploymentCommand, PutGatewayResponseCommand } from '@aws-sdk/client-api-gateway'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { createProtectedApi, type ProtectedApi } from '../support/protected-api.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { claimsOf, tokenFor } from '../support/tokens.ts'

// A runtime of its own: whoever moves the clock moves it for everybody.
let sallyport: SallyportProcess
let machine: MachineClient
let shortLived: MachineClient
let api: ProtectedApi
beforeAll(async () => {
  sallyport = await startSallyport({ args: ['--log-level', 'warn'] })
  const { apiGateway, cognito } = awsClients(sallyport)
  machine = await createMachineClient(cognito)
  const settings = { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' as const } }
  shortLived = { ...machine, ...(await addClient(cognito, machine.poolId, settings)) }
  api = await createProtectedApi(apiGateway, [machine.poolArn])
})
afterAll(() => sallyport.stop())

async function moveClock(body: object): Promise<void> {
  const response = await fetch(`${sallyport.origin}/_sallyport/clock`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
}

async function call(token: string): Promise<[number, string, string | null]> {
  const response = await fetch(api.url(sallyport.origin), { headers: { authorization: token } })
  return [response.status, await response.text(), response.headers.get('x-amzn-errortype')]
}

const OPEN = [200, '{"orders":[]}', null]
const EXPIRED = [401, '{"message":"The incoming token has expired"}', 'UnauthorizedException']

describe('a token', () => {
  it('is good until its client’s validity has passed, and then expired, used before or not (api-gateway 0.4)', async () => {
    const { origin } = sallyport
    const used = (await tokenFor(origin, shortLived)).access_token
    const unused = (await tokenFor(origin, shortLived)).access_token
    const long = (await tokenFor(origin, machine)).access_token
    expect(await call(used)).toEqual(OPEN)

    await moveClock({ advanceSeconds: 290 })
    expect(await call(used)).toEqual(OPEN)
    await moveClock({ advanceSeconds: 11 })
    expect(await call(used)).toEqual(EXPIRED)
    expect(await call(unused)).toEqual(EXPIRED)
    expect(await call(long)).toEqual(OPEN)

    await moveClock({ advanceSeconds: 3300 })
    expect(await call(long)).toEqual(EXPIRED)
  })

  it('is made by the moved clock, and works', async () => {
    const { access_token } = await tokenFor(sallyport.origin, shortLived)
    const { iat, exp } = claimsOf(access_token)
    expect(Number(iat) - Date.now() / 1000).toBeGreaterThan(3500)
    expect(Number(exp) - Number(iat)).toBe(300)
    expect(await call(access_token)).toEqual(OPEN)
  })

  it('that is expired and lacks the scope is called expired (api-gateway 3.2.11)', async () => {
    const { access_token } = await tokenFor(sallyport.origin, shortLived, 'orders/write')
    expect(await call(access_token)).toEqual([401, '{"message":"Unauthorized"}', 'UnauthorizedException'])
    await moveClock({ advanceSeconds: 301 })
    expect(await call(access_token)).toEqual(EXPIRED)
    await moveClock({ reset: true })
  })

  it('that is expired is told so by the response for UNAUTHORIZED (api-gateway 3.3, 3.3.1)', async () => {
    const { apiGateway } = awsClients(sallyport)
    const responseTemplates = { 'application/json': '$context.error.responseType $context.error.messageString' }
    const { apiId: restApiId } = api
    await apiGateway.send(new PutGatewayResponseCommand({ restApiId, responseType: 'UNAUTHORIZED', responseTemplates }))
    await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
    const { access_token } = await tokenFor(sallyport.origin, shortLived)
    await moveClock({ advanceSeconds: 301 })
    const [status, body] = await call(access_token)
    expect([status, body]).toEqual([401, 'UNAUTHORIZED "The incoming token has expired"'])
    await moveClock({ reset: true })
  })
})
