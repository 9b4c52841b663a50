import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetApisCommand, GetDeploymentsCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CdkTarget, cdk } from '../support/cdk.ts'
import { awsClients } from '../support/clients.ts'
import { httpApiPath } from '../support/paths.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { readClient, readOutputs } from '../support/stack-outputs.ts'
import { tokenFor } from '../support/tokens.ts'

const STACK = 'HttpApiStack'
const ORIGIN = 'https://app.example.com'
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']
const FORBIDDEN = [403, '{"message":"Forbidden"}']

// Each step goes on from the one before it.
describe('an HTTP API of the CDK', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-http-api-'))
  let sallyport: SallyportProcess
  let target: CdkTarget
  let outputs: Readonly<Record<string, string>>

  beforeAll(async () => {
    sallyport = await startSallyport()
    target = { origin: sallyport.origin, region: 'us-east-1', out: join(folder, 'cdk.out'), app: httpApiPath }
  })
  afterAll(async () => {
    await sallyport.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function succeeds(...args: string[]): Promise<string> {
    const { code, output } = await cdk(target, args)
    expect(code, output).toBe(0)
    return output
  }

  /** The pool's own token, with the scope that is asked for. */
  async function bearer(scope: string): Promise<string> {
    const client = { domain: 'notes-machines', ...(await readClient(awsClients(target).cognito, outputs)) }
    return `Bearer ${(await tokenFor(sallyport.origin, client, scope)).access_token}`
  }

  function send(path: string, init: RequestInit = {}): Promise<Response> {
    const [, apiId] = /https:\/\/(\w+)\./.exec(outputs.ApiUrl ?? '') ?? []
    return fetch(`${sallyport.origin}/_aws/execute-api/${apiId}${path}`, init)
  }

  async function call(path: string, scope?: string, init: RequestInit = {}): Promise<unknown[]> {
    const headers: Record<string, string> = scope === undefined ? {} : { authorization: await bearer(scope) }
    const response = await send(path, { ...init, headers })
    return [response.status, await response.text()]
  }

  it('is deployed, and there is no difference then', async () => {
    await succeeds('bootstrap', 'aws://000000000000/us-east-1')
    await succeeds('deploy', '--require-approval', 'never')
    outputs = await readOutputs(awsClients(target).cloudFormation, STACK)
    expect(await succeeds('diff')).toContain('There were no differences')
  })

  it('answers those who have the scope of a route, and nobody else', async () => {
    expect(await call('/')).toEqual([200, '{"notes":1}'])
    expect(await call('/notes')).toEqual(UNAUTHORIZED)
    expect(await call('/notes', 'notes/write')).toEqual(FORBIDDEN)
    expect(await call('/notes', 'notes/read')).toEqual([200, '["milk"]'])
    const added = { method: 'POST', body: 'bread' }
    expect(await call('/notes', 'notes/read', added)).toEqual(FORBIDDEN)
    expect(await call('/notes', 'notes/write', added)).toEqual([201, `Noted by ${outputs.ClientId}.`])
    expect(await call('/notes/1', 'notes/read')).toEqual([200, 'bread'])
    expect(await call('/notes/7', 'notes/read')).toEqual([404, 'There is no such note.'])
    expect(await call('/other', 'notes/read')).toEqual([404, '{"message":"Not Found"}'])
  })

  it('is shown by the status, with the address that works here', async () => {
    const response = await fetch(`${sallyport.origin}/_sallyport/status`)
    const { apis } = (await response.json()) as { apis: { stages: { name: string; local: string }[] }[] }
    const [stage] = apis.flatMap(({ stages }) => stages)
    expect(stage?.name).toBe('$default')
    expect(await (await fetch(stage?.local ?? '')).text()).toBe('{"notes":2}')
  })

  it('changes in place, and lets a browser’s app in', async () => {
    const preflight = { method: 'OPTIONS', headers: { origin: ORIGIN, 'access-control-request-method': 'POST' } }
    const before = await send('/notes', preflight)
    expect(before.headers.get('access-control-allow-origin')).toBeNull()
    await succeeds('deploy', '--require-approval', 'never', '-c', `allow-origin=${ORIGIN}`)
    const after = await send('/notes', preflight)
    expect([after.status, after.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN])
    expect(await call('/notes')).toEqual(UNAUTHORIZED)
    const { httpApi } = awsClients(target)
    const [api] = (await httpApi.send(new GetApisCommand({}))).Items ?? []
    expect(api?.ApiEndpoint).toBe(outputs.ApiUrl)
    const { Items } = await httpApi.send(new GetDeploymentsCommand({ ApiId: api?.ApiId }))
    expect(Items).toMatchObject([{ AutoDeployed: true, DeploymentStatus: 'DEPLOYED' }])
  })

  it('goes away, and leaves nothing', async () => {
    await succeeds('destroy', '--force')
    expect((await awsClients(target).httpApi.send(new GetApisCommand({}))).Items).toEqual([])
    expect((await send('/')).status).not.toBe(200)
  })
})
