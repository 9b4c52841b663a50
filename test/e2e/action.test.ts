import { join } from 'node:path'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, describe, expect, it } from 'vitest'
import { actionJob } from '../support/action-job.ts'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, requestToken } from '../support/machine-client.ts'
import { pack } from '../support/packed.ts'
import { root } from '../support/paths.ts'
import { createProtectedApi } from '../support/protected-api.ts'

// Each step goes on from the one before it.
describe('the GitHub action, in a project that has Sallyport', () => {
  const job = actionJob(root)
  afterAll(async () => {
    await job.finish()
    job.end()
  })

  it('fails with the log of a server that does not start', async () => {
    const { code, output } = await job.start({ port: '0', arguments: '--fly' })
    expect(code).toBe(1)
    expect(output).toMatch(/^::error title=Sallyport did not start::.*\n::group::Its log\n.*--fly/m)
    expect(job.environment()).toEqual({})
  })

  it('starts it, and points later steps at it', async () => {
    const { code, output } = await job.start({ port: '0', arguments: '--record\nAWS::Kinesis::Stream\n' })
    expect(code, output).toBe(0)
    const { origin = '' } = job.outputs()
    expect(job.environment()).toMatchObject({ AWS_ENDPOINT_URL: origin, AWS_ACCESS_KEY_ID: expect.any(String) })
    const sts = new STSClient({
      endpoint: job.environment().AWS_ENDPOINT_URL,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('000000000000')
  })

  it('tells in the end what was refused and what to change, and stops', async () => {
    const { origin = '' } = job.outputs()
    const { cognito, apiGateway } = awsClients({ origin })
    const client = await createMachineClient(cognito)
    const api = await createProtectedApi(apiGateway, [client.poolArn])
    expect((await fetch(api.url(origin))).status).toBe(401)
    expect((await requestToken({ origin, ...client, clientSecret: 'x'.repeat(40) })).status).toBe(400)

    const { code, output } = await job.finish()
    expect(code, output).toBe(0)
    expect(output).toMatch(/^::group::Calls that were refused[\s\S]*^::endgroup::$/m)
    expect(output).toContain(`401 GET /orders (${api.apiId}/test)`)
    expect(output).toMatch(/400 POST \/oauth2\/token .*\n.*client.*\n +To change: /)
    await expect(fetch(origin)).rejects.toThrow()
  })

  it('has nothing to tell of a server that is gone', async () => {
    const { code, stdout } = await job.finish()
    expect([code, stdout]).toEqual([0, 'Sallyport does not answer any more (ECONNREFUSED).\n'])
  })
})

describe('the GitHub action, in a project of its own', () => {
  const job = actionJob()
  afterAll(async () => {
    await job.finish()
    job.end()
  })

  it('installs the package that it is given', async () => {
    const file = await pack(join(root, 'packages', 'runtime'), job.workspace)
    const { code, output } = await job.start({ package: file, port: '0', proxy: 'true' })
    expect(code, output).toBe(0)
    expect(job.environment()).toMatchObject({ HTTPS_PROXY: job.outputs().origin })
  })
})
