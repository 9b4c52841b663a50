import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateStackCommand,
  DeleteStackCommand,
  ListStacksCommand,
  type StackStatus,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeUserPoolClientCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { DescribeParametersCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { addClient, createMachineClient, requestToken } from '../support/machine-client.ts'
import { createProtectedApi } from '../support/protected-api.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { stacksOf } from '../support/stacks.ts'
import { tokenFor } from '../support/tokens.ts'
import { until } from '../support/until.ts'

let dataDir: string
let sallyport: SallyportProcess | undefined
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sallyport-crash-'))
})
afterEach(async () => {
  await sallyport?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start() {
  sallyport = await startSallyport({ dataDir, args: ['--log-level', 'warn'] })
  const { origin } = sallyport
  const clients = awsClients({ origin })
  return { origin, ...clients, stacks: stacksOf(clients.cloudFormation) }
}

it('keeps everything that was acknowledged before kill -9 under load', async () => {
  const { origin, cognito, apiGateway } = await start()
  const machine = await createMachineClient(cognito)
  const api = await createProtectedApi(apiGateway, [machine.poolArn])
  const { access_token: token } = await tokenFor(origin, machine, 'orders/read')

  const acknowledged: { clientId: string; clientSecret: string }[] = []
  const tokens: string[] = []
  let running = true
  // Each loop ends when its connection breaks: what it sent then was not acknowledged.
  const loop = async (work: () => Promise<void>) => {
    while (running) await work().catch(() => (running = false))
  }
  const writer = async () => void acknowledged.push(await addClient(cognito, machine.poolId))
  const reader = async () => {
    const response = await requestToken({ origin, ...machine })
    tokens.push(((await response.json()) as { access_token: string }).access_token)
  }
  const work = [...Array(8).fill(writer), ...Array(4).fill(reader)].map(loop)
  await until('a hundred clients', () => acknowledged.length >= 100 && tokens.length >= 20)
  await sallyport?.kill()
  await Promise.all(work)

  const after = await start()
  for (const { clientId, clientSecret } of acknowledged) {
    const { UserPoolClient } = await after.cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: machine.poolId, ClientId: clientId }),
    )
    expect(UserPoolClient?.ClientSecret).toBe(clientSecret)
  }
  const [first] = acknowledged
  if (first) await tokenFor(after.origin, { ...machine, ...first })
  const keys = createRemoteJWKSet(new URL(`${after.origin}/${machine.poolId}/.well-known/jwks.json`))
  for (const old of [token, ...tokens]) expect((await jwtVerify(old, keys)).payload.client_id).toBe(machine.clientId)
  const call = await fetch(api.url(after.origin), { headers: { authorization: token } })
  expect([call.status, await call.text()]).toEqual([200, '{"orders":[]}'])
})

// A chain long enough to be killed in the middle, wherever that is.
const LENGTH = 300
const NAMES = Array.from({ length: LENGTH }, (_, i) => `P${i}`)
const chain = (value: string, extra: object = {}) =>
  JSON.stringify({
    Resources: {
      ...Object.fromEntries(
        NAMES.map((name, i) => [
          name,
          {
            Type: 'AWS::SSM::Parameter',
            Properties: { Name: `/chain/${name}`, Type: 'String', Value: value },
            ...(i > 0 ? { DependsOn: `P${i - 1}` } : {}),
          },
        ]),
      ),
      ...extra,
    },
  })
const FAILS_LAST = {
  Fails: {
    Type: 'AWS::SSM::Parameter',
    DependsOn: `P${LENGTH - 1}`,
    Properties: { Type: 'String', Value: 'x', AllowedPattern: '^[0-9]+$' },
  },
}

type Running = Awaited<ReturnType<typeof start>>

/** The chain's values as SSM shows them, by name. */
async function valuesOf({ ssm }: Running): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  let NextToken: string | undefined
  do {
    const page = await ssm.send(new GetParametersByPathCommand({ Path: '/chain', NextToken }))
    for (const { Name, Value } of page.Parameters ?? []) values[Name ?? ''] = Value ?? ''
    NextToken = page.NextToken
  } while (NextToken)
  return values
}

async function count({ ssm }: Running): Promise<number> {
  const { Parameters } = await ssm.send(new DescribeParametersCommand({ MaxResults: 50 }))
  return Parameters?.length ?? 0
}

const isIn = async ({ cloudFormation }: Running, status: StackStatus) => {
  const { StackSummaries } = await cloudFormation.send(new ListStacksCommand({ StackStatusFilter: [status] }))
  return (StackSummaries?.length ?? 0) > 0
}

/** Kills it as soon as something holds, starts it again, and waits for the operation to end by itself. */
async function interrupt(what: string, holds: () => Promise<boolean>, stackId: string) {
  await until(what, holds)
  await sallyport?.kill()
  const restarted = Date.now()
  const after = await start()
  const stack = await after.stacks.settled(stackId)
  const events = await after.stacks.events(stackId)
  const times = events.map((event) => event.Timestamp?.getTime() ?? 0)
  expect(times, 'events in their order, none twice').toEqual([...new Set(times)].sort((a, b) => a - b))
  expect(times.at(-1), 'the operation was interrupted').toBeGreaterThanOrEqual(restarted)
  for (const status of ['CREATE', 'UPDATE', 'DELETE', 'ROLLBACK', 'UPDATE_ROLLBACK'] as const) {
    expect(await isIn(after, `${status}_IN_PROGRESS`), `nothing stays ${status}_IN_PROGRESS`).toBe(false)
  }
  return { after, stack, values: Object.values(await valuesOf(after)) }
}

async function deployChain(running: Running, body = chain('old')): Promise<string> {
  const created = await running.cloudFormation.send(new CreateStackCommand({ StackName: 'chain', TemplateBody: body }))
  return created.StackId ?? ''
}

describe('an operation on a stack that kill -9 interrupts ends by itself:', () => {
  it.each([1, 40])('a creation, after %i resources', async (made) => {
    const running = await start()
    const id = await deployChain(running)
    const { after, stack, values } = await interrupt('resources', async () => (await count(running)) >= made, id)
    expect(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']).toContain(stack.StackStatus)
    expect(values).toEqual(Array(stack.StackStatus === 'CREATE_COMPLETE' ? LENGTH : 0).fill('old'))
    await after.stacks.delete(id)
  })

  it('an update: all of it is new, or all of it is old', async () => {
    const running = await start()
    const id = await deployChain(running)
    await running.stacks.settled(id)
    await running.cloudFormation.send(new UpdateStackCommand({ StackName: 'chain', TemplateBody: chain('new') }))
    const { stack, values } = await interrupt(
      'an updated resource',
      async () => (await valuesOf(running))['/chain/P5'] === 'new',
      id,
    )
    expect(['UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']).toContain(stack.StackStatus)
    expect(values).toEqual(Array(LENGTH).fill(stack.StackStatus === 'UPDATE_COMPLETE' ? 'new' : 'old'))
  })

  it('a deletion', async () => {
    const running = await start()
    const id = await deployChain(running)
    await running.stacks.settled(id)
    await running.cloudFormation.send(new DeleteStackCommand({ StackName: 'chain' }))
    const gone = async () => !((await valuesOf(running))['/chain/P299'] ?? '')
    const { stack, values } = await interrupt('a deleted resource', gone, id)
    expect(stack.StackStatus).toBe('DELETE_COMPLETE')
    expect(values).toEqual([])
  })

  it('the rollback of a creation', async () => {
    const running = await start()
    const id = await deployChain(running, chain('old', FAILS_LAST))
    const rolling = () => isIn(running, 'ROLLBACK_IN_PROGRESS')
    const { stack, values } = await interrupt('the rollback', rolling, id)
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(values).toEqual([])
  })

  it('the rollback of an update', async () => {
    const running = await start()
    const id = await deployChain(running)
    await running.stacks.settled(id)
    const TemplateBody = chain('new', FAILS_LAST)
    await running.cloudFormation.send(new UpdateStackCommand({ StackName: 'chain', TemplateBody }))
    const rolling = () => isIn(running, 'UPDATE_ROLLBACK_IN_PROGRESS')
    const { stack, values } = await interrupt('the rollback', rolling, id)
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(values).toEqual(Array(LENGTH).fill('old'))
  })

  it('a creation of pools: no key pair, pool or event is lost or left over', async () => {
    // Each takes two key pairs, which on a busy machine are seconds of work.
    const pools = 12
    const Resources = Object.fromEntries(
      Array.from({ length: pools }, (_, i) => [
        `Pool${i}`,
        { Type: 'AWS::Cognito::UserPool', ...(i > 0 ? { DependsOn: `Pool${i - 1}` } : {}) },
      ]),
    )
    const running = await start()
    const listed = async ({ cognito }: Running) =>
      (await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools ?? []
    const id = await deployChain(running, JSON.stringify({ Resources }))
    const { after, stack } = await interrupt('a pool', async () => (await listed(running)).length >= 3, id)
    expect(['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']).toContain(stack.StackStatus)
    const ids = stack.StackStatus === 'CREATE_COMPLETE' ? Object.values(await after.stacks.ids(id)) : []
    expect((await listed(after)).map((pool) => pool.Id).sort()).toEqual(ids.sort())
    if (stack.StackStatus === 'CREATE_COMPLETE') expect(ids).toHaveLength(pools)
  })
})
