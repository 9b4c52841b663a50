import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeUserPoolClientCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, requestToken } from '../support/machine-client.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

let dataDir: string
let sallyport: SallyportProcess | undefined
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sallyport-crash-'))
})
afterEach(async () => {
  await sallyport?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<string> {
  sallyport = await startSallyport({ dataDir, args: ['--log-level', 'warn'] })
  return sallyport.origin
}

it('keeps everything that was acknowledged before kill -9 under load', async () => {
  let origin = await start()
  const { cognito } = awsClients({ origin })
  const machine = await createMachineClient(cognito)
  const response = await requestToken({ origin, ...machine })
  const { access_token: token } = (await response.json()) as { access_token: string }

  const acknowledged: { clientId: string; clientSecret: string }[] = []
  let running = true
  const writers = Array.from({ length: 8 }, async () => {
    while (running) {
      try {
        acknowledged.push(await addClient(cognito, machine.poolId))
      } catch {
        return // The connection broke: nothing was acknowledged.
      }
    }
  })
  await until(() => acknowledged.length >= 100)
  await sallyport?.kill()
  running = false
  await Promise.all(writers)

  origin = await start()
  const after = awsClients({ origin }).cognito
  for (const { clientId, clientSecret } of acknowledged) {
    const { UserPoolClient } = await after.send(
      new DescribeUserPoolClientCommand({ UserPoolId: machine.poolId, ClientId: clientId }),
    )
    expect(UserPoolClient?.ClientSecret).toBe(clientSecret)
  }
  const keys = createRemoteJWKSet(new URL(`${origin}/${machine.poolId}/.well-known/jwks.json`))
  expect((await jwtVerify(token, keys)).payload.client_id).toBe(machine.clientId)
  expect((await requestToken({ origin, ...machine })).status).toBe(200)
})

// A stack long enough to be killed in the middle, wherever that is.
const POOLS = 24
const template = JSON.stringify({
  Resources: Object.fromEntries(
    Array.from({ length: POOLS }, (_, i) => [
      `Pool${i}`,
      { Type: 'AWS::Cognito::UserPool', ...(i > 0 ? { DependsOn: `Pool${i - 1}` } : {}) },
    ]),
  ),
})

it.each([5, 30, 90])('finishes a deployment by itself that kill -9 interrupted after %i ms', async (delayMs) => {
  let origin = await start()
  const created = await awsClients({ origin }).cloudFormation.send(
    new CreateStackCommand({ StackName: 'interrupted', TemplateBody: template }),
  )
  await new Promise((resolve) => setTimeout(resolve, delayMs))
  await sallyport?.kill()

  origin = await start()
  const { cloudFormation, cognito } = awsClients({ origin })
  const describe = async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: created.StackId }))
    return Stacks?.[0]?.StackStatus ?? ''
  }
  let status = await describe()
  await until(async () => {
    status = await describe()
    return !status.endsWith('_IN_PROGRESS')
  })
  expect(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']).toContain(status)

  const { StackResources = [] } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: created.StackId }),
  )
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))
  const recorded = StackResources.filter((resource) => resource.ResourceStatus === 'CREATE_COMPLETE')
  expect(UserPools.map((pool) => pool.Id).sort()).toEqual(recorded.map((r) => r.PhysicalResourceId).sort())
  if (status === 'CREATE_COMPLETE') expect(recorded).toHaveLength(POOLS)

  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: created.StackId }))
  const times = StackEvents.map((event) => event.Timestamp?.getTime() ?? 0)
  expect(times).toEqual([...new Set(times)].sort((a, b) => b - a))
})

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not happen within 30 s')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
