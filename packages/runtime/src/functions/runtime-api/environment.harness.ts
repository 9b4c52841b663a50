import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import type { Channel } from '../environment/channel.ts'
import type { FunctionVersion, Invocation } from '../ports.ts'
import { runtimeApi } from './runtime-api.ts'

export interface Request {
  readonly method?: string
  /** Behind the address. Default: asks for an event. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** So many bytes instead of a body. */
  readonly bytes?: number
  readonly trailers?: Readonly<Record<string, string>>
  /** The connection ends in the middle of the body. Needs the header `Expect: 100-continue`. */
  readonly cut?: boolean
  /** Default: that of the caller's environment. */
  readonly address?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A process that asks the Runtime API what a test tells it to. */
export interface TestEnvironment {
  readonly channel: Channel
  readonly address: string
  readonly pid: number
  ask(request?: Request): Promise<Answer>
}

/** Written for each message of the test; answers with what came back. */
const CHILD = `
const http = require('node:http')
process.on('message', ({ id, method = 'GET', path = '/2018-06-01/runtime/invocation/next', headers, body, bytes, trailers, cut, address }) => {
  const url = 'http://' + (address ?? process.env.AWS_LAMBDA_RUNTIME_API) + path
  const request = http.request(url, { method, headers, agent: false }, (response) => {
    const parts = []
    response.on('data', (part) => parts.push(part))
    response.on('end', () => process.send({ id, status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString() }))
  })
  request.on('error', (error) => process.send({ id, status: 0, headers: {}, body: String(error) }))
  if (cut) return request.on('continue', () => request.write(body, () => request.destroy())).flushHeaders()
  if (trailers) request.write(body)
  if (trailers) request.addTrailers(trailers)
  trailers ? request.end() : request.end(bytes ? Buffer.alloc(bytes, 120) : body)
})
process.on('disconnect', () => process.exit())
`

export const VERSION = {
  functionName: 'orders',
  version: '$LATEST',
  handler: 'app.handler',
  place: { account: '000000000000', region: 'eu-west-1' },
} as FunctionVersion

export interface TestEnvironmentOptions {
  /** Default: this one. Elsewhere than on Linux the kernel does not tell whose a connection is. */
  readonly platform?: NodeJS.Platform
  readonly seed?: number
}

export async function startEnvironment(options: TestEnvironmentOptions = {}): Promise<TestEnvironment> {
  const { platform = process.platform, seed = 1 } = options
  const kind = runtimeApi({ version: VERSION, random: unsafeSeededRandom(seed), platform, isSameUser: true })
  const opened = await kind.open({
    log() {},
    isLogFull: () => false,
    skipLog() {},
    broken() {},
    debuggable() {},
  })
  const child = startChild(opened.variables)
  const channel = opened.connect(undefined, child.pid as number)
  running.push({ child, channel })
  return {
    channel,
    address: opened.variables.AWS_LAMBDA_RUNTIME_API as string,
    pid: child.pid as number,
    ask: asks(child),
  }
}

const running: { child: ChildProcess; channel: Channel }[] = []

/** After each test. */
export async function endEnvironments(): Promise<void> {
  for (const { child, channel } of running.splice(0)) {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    channel.close()
  }
}

function startChild(variables: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['-e', CHILD], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...variables },
  })
}

function asks(child: ChildProcess): (request?: Request) => Promise<Answer> {
  const waiting = new Map<number, (answer: Answer) => void>()
  child.on('message', ({ id, ...answer }: Answer & { id: number }) => {
    waiting.get(id)?.(answer)
    waiting.delete(id)
  })
  let last = 0
  return (request = {}) =>
    new Promise((resolve) => {
      const id = ++last
      waiting.set(id, resolve)
      child.send({ id, ...request })
    })
}

export const PAYLOAD = '{"order":"é"}'

export function invocation(requestId: string, more: Partial<Invocation> = {}): Invocation {
  return {
    requestId,
    invokedArn: 'arn:aws:lambda:eu-west-1:000000000000:function:orders',
    payload: Buffer.from(PAYLOAD),
    traceId: 'Root=1-5e1b4151-43a0913a12345678901234567;Parent=0123456789abcdef;Sampled=0',
    streams: false,
    wantsLogTail: false,
    ...more,
  }
}
