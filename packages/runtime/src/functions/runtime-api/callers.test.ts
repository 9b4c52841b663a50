import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { endEnvironments, invocation, PAYLOAD, startEnvironment, type TestEnvironment } from './environment.harness.ts'
import { tellsProcesses } from './peer-process.ts'

afterEach(endEnvironments)

const tells = tellsProcesses(process.platform)
if (!tells) console.warn('not run: the kernel of this machine does not tell whose a connection is')

/** One that does not tell whose a connection is: the secret of the address must do. */
const ELSEWHERE = 'darwin'
const NEXT = '/2018-06-01/runtime/invocation/next'
const portOf = ({ address }: TestEnvironment) => Number(/:(\d+)/.exec(address)?.[1])

async function expectUntouched({ channel, ask }: TestEnvironment): Promise<void> {
  void channel.send(invocation('id-1'), 1)
  expect(await ask()).toMatchObject({ status: 200, body: PAYLOAD })
}

it.runIf(tells)('needs no secret where the kernel tells whose a connection is', async () => {
  const environment = await startEnvironment()
  expect(environment.address).toMatch(/^127\.0\.0\.1:\d+$/)
  await expectUntouched(environment)
})

it('takes a secret in the path elsewhere', async () => {
  const environment = await startEnvironment({ platform: ELSEWHERE })
  expect(environment.address).toMatch(/^127\.0\.0\.1:\d+\/[a-z0-9]{32}$/)
  await expectUntouched(environment)
})

it.each([process.platform, ELSEWHERE] as const)(
  'refuses another environment, and changes nothing (%s)',
  async (platform) => {
    const environment = await startEnvironment({ platform, seed: 1 })
    const other = await startEnvironment({ platform, seed: 2 })
    const waiting = environment.channel.send(invocation('id-0'), 1)
    const wrong = `127.0.0.1:${portOf(environment)}${other.address.replace(/^[^/]*/, '')}`
    expect(await other.ask({ address: wrong })).toMatchObject({
      status: 403,
      body: expect.stringContaining('"errorType":"Forbidden"'),
    })
    const body = { method: 'POST', address: wrong, body: '"stolen"' }
    expect((await other.ask({ ...body, path: '/2018-06-01/runtime/invocation/id-0/response' })).status).toBe(403)
    expect((await other.ask({ ...body, path: '/2018-06-01/runtime/init/error' })).status).toBe(403)

    expect((await environment.ask()).headers['lambda-runtime-aws-request-id']).toBe('id-0')
    await environment.ask({ method: 'POST', path: '/2018-06-01/runtime/invocation/id-0/response', body: '"own"' })
    expect(String((await waiting).payload)).toBe('"own"')
  },
)

it('drops the oldest of many connections that say nothing, and serves its own', async () => {
  const environment = await startEnvironment()
  const port = portOf(environment)
  const first = connect(port, '127.0.0.1')
  first.on('error', () => {})
  const dropped = once(first, 'close')
  await once(first, 'connect')
  const others = Array.from({ length: 40 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await dropped
  await expectUntouched(environment)
  for (const socket of others) socket.destroy()
})

it('does not read the body of a stranger', async () => {
  const environment = await startEnvironment()
  const socket = connect(portOf(environment), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`POST ${NEXT} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n`)
  const [reply] = await once(socket, 'data')
  expect(String(reply)).toMatch(/^HTTP\/1\.1 403 [\s\S]*Connection: close/)
  await once(socket, 'close')
  await expectUntouched(environment)
})
