import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { uuid } from '../kernel/ids.ts'
import { silentLogger } from '../kernel/logger.ts'
import { systemRandom } from '../kernel/random.ts'
import { packageOf } from './code/zip.harness.ts'
import { createFunctionEngine, type EngineOptions } from './engine.ts'
import type { FunctionEngine, FunctionHost, FunctionVersion, Invocation, Invoked } from './ports.ts'
import { runtimeFamily } from './runtimes/index.ts'
import { nodeFamilyOf } from './runtimes/node/node.ts'

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:greet'

/** An engine with a folder of its own, and what its functions logged. */
export interface TestEngine {
  readonly engine: FunctionEngine
  readonly folder: string
  /** Events, as they were logged, of all streams. */
  readonly events: { readonly stream: string; readonly timestamp: number; readonly message: string }[]
  /** Those of events whose text matches. */
  logged(pattern: RegExp): string[]
  invoke(version: FunctionVersion, event?: unknown, more?: Partial<Invocation>): Promise<Invoked>
  /** Of an invocation that is answered whole: the JSON of it. */
  answer(version: FunctionVersion, event?: unknown, more?: Partial<Invocation>): Promise<unknown>
  close(): Promise<void>
}

/** The Node runtime as it is built, from these sources. */
async function buildNodeRuntime(folder: string): Promise<string> {
  const outfile = join(folder, 'node-runtime.cjs')
  const entry = join(import.meta.dirname, 'runtimes', 'node', 'child', 'main.ts')
  await build({ bundle: true, platform: 'node', format: 'cjs', target: 'node18', entryPoints: [entry], outfile })
  return outfile
}

export async function openTestEngine(
  host: Partial<FunctionHost> = {},
  options: Partial<EngineOptions> = {},
): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-engine-'))
  const node = nodeFamilyOf(await buildNodeRuntime(folder))
  const events: TestEngine['events'] = []
  const engine = createFunctionEngine({
    host: {
      folder: join(folder, 'functions'),
      origin: () => 'http://127.0.0.1:4566',
      awsNames: async () => ({}),
      interpreters: { node: process.execPath },
      sdkModules: [],
      inspect: false,
      ...host,
    },
    logs: {
      write({ stream }, lines) {
        for (const { timestamp, message } of lines) events.push({ stream, timestamp, message })
      },
    },
    logger: silentLogger,
    random: systemRandom,
    family: (name) => (node.names.includes(name) ? node : runtimeFamily(name)),
    ...options,
  })
  const invoke: TestEngine['invoke'] = (version, event = {}, more = {}) =>
    engine.invoke(version, {
      requestId: uuid(systemRandom),
      invokedArn: `${ARN}:prod`,
      payload: Buffer.from(JSON.stringify(event)),
      traceId: 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0',
      streams: false,
      wantsLogTail: false,
      ...more,
    })
  return {
    engine,
    folder,
    events,
    logged: (pattern) => events.map(({ message }) => message).filter((message) => pattern.test(message)),
    invoke,
    async answer(...args) {
      const { payload } = await invoke(...args)
      return JSON.parse((payload as Buffer).toString())
    },
    async close() {
      await engine.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A function of `files`, or of one file `index.js`. */
export function functionOf(
  code: string | Readonly<Record<string, string>>,
  more: Partial<FunctionVersion> = {},
): FunctionVersion {
  const files = typeof code === 'string' ? { 'index.js': code } : code
  return {
    id: uuid(systemRandom),
    place: { account: '000000000000', region: 'eu-west-1' },
    functionName: 'greet',
    functionArn: ARN,
    version: '$LATEST',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    timeoutMs: 3000,
    memoryMb: 128,
    code: packageOf(files),
    layers: [],
    variables: {},
    logging: { group: '/aws/lambda/greet', format: 'Text' },
    credentials: () => ({ accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' }),
    ...more,
  }
}
