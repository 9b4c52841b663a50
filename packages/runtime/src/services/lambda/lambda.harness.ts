import type { FunctionEngine, FunctionVersion, Invocation, Invoked } from '../../functions/ports.ts'
import type { LambdaApi } from '../../generated/lambda.ts'
import { callContext } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import { AwsError } from '../../kernel/errors.ts'
import { lazy } from '../../kernel/lazy.ts'
import { type Logger, silentLogger } from '../../kernel/logger.ts'
import type { InputOf, OutputOf } from '../../kernel/operation.ts'
import { EVERYTHING } from '../../kernel/policies/identity.ts'
import { systemRandom } from '../../kernel/random.ts'
import { recordingOf } from '../../kernel/recording.ts'
import type { Service } from '../../kernel/service.ts'
import type { Sleep } from '../../kernel/sleep.ts'
import { createDispatcher } from '../../protocol/dispatch.ts'
import { createModels } from '../../protocol/models.ts'
import { createSignatureVerifier } from '../../protocol/sigv4/verifier.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { zipOf } from './code/zip-writer.ts'
import { createLambdaService, type LambdaServiceDeps } from './index.ts'

export const ROLE = 'arn:aws:iam::111111111111:role/R'
const KEY = Buffer.alloc(32, 7)
const models = createModels()

/** A function's work: what it answers, or an error that it throws. */
export type Work = (event: unknown, version: FunctionVersion, invocation: Invocation) => unknown

/** An engine that runs JavaScript functions of the test. */
export class FakeEngine implements FunctionEngine {
  readonly retired: string[] = []
  readonly ran: { readonly version: FunctionVersion; readonly invocation: Invocation }[] = []
  work: Work = (event) => event
  readonly environments = 0

  async invoke(version: FunctionVersion, invocation: Invocation): Promise<Invoked> {
    this.ran.push({ version, invocation })
    try {
      const result = await this.work(JSON.parse(invocation.payload.toString('utf8')), version, invocation)
      const logTail = invocation.wantsLogTail ? `START RequestId: ${invocation.requestId}\n` : undefined
      return {
        payload: Buffer.from(JSON.stringify(result ?? null)),
        error: false,
        ...(logTail !== undefined && { logTail }),
      }
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : String(error)
      return { payload: Buffer.from(JSON.stringify({ errorType: 'Error', errorMessage, trace: [] })), error: true }
    }
  }

  retire(arn: string): void {
    this.retired.push(arn)
  }

  async endLeftovers(): Promise<void> {}

  async close(): Promise<void> {}
}

export interface LambdaHarnessOptions extends Partial<Pick<LambdaServiceDeps, 'hotDirectories' | 'retryDelaysMs'>> {
  readonly store?: Store
  readonly engine?: FakeEngine
  readonly sleep?: Sleep
  readonly logger?: Logger
  readonly origin?: string
  /** As `--record` has it. */
  readonly record?: readonly string[]
}

/** Lambda and S3 on one store, with an engine of the test's. */
export async function startLambda(options: LambdaHarnessOptions = {}) {
  const store = options.store ?? (await openSqliteStore({ path: undefined }))
  const engine = options.engine ?? new FakeEngine()
  const clock = manualClock(Date.UTC(2030, 0, 1))
  const { logger = silentLogger } = options
  const deps = { store, clock, random: systemRandom, vault: createVault(KEY, systemRandom), logger }
  const lambda = createLambdaService({
    ...deps,
    engine: lazy(async () => engine),
    identities: async () => () => EVERYTHING,
    signatures: async () => createSignatureVerifier({ vault: deps.vault, clock, clientClock: clock }),
    retryDelaysMs: options.retryDelaysMs ?? [1000, 2000],
    origin: () => options.origin ?? 'http://127.0.0.1:4566',
    hotDirectories: options.hotDirectories ?? {},
    isRecorded: recordingOf(options.record ?? []),
    sleep: options.sleep ?? (async () => {}),
  })
  const objects = new Map<string, Buffer>()
  const services: Readonly<Record<string, Service>> = { lambda, s3: fakeS3(objects) }
  const dispatcher = createDispatcher({ findService: async (name) => services[name], models })
  const context = dispatcher.contextOf(callContext(store))
  await lambda.resume?.()
  return {
    store,
    engine,
    clock,
    service: lambda,
    functions: lambda.functions,
    context,
    /** Through the model's validation, as a request from outside. */
    call: <O extends keyof LambdaApi & string>(name: O, input: InputOf<'lambda', O>): Promise<OutputOf<'lambda', O>> =>
      context.call('lambda', name, input),
    /** Into S3. */
    put: (bucket: string, key: string, bytes: Buffer) => void objects.set(`${bucket}/${key}`, bytes),
    async create(FunctionName: string, more: Partial<InputOf<'lambda', 'CreateFunction'>> = {}) {
      return context.call('lambda', 'CreateFunction', {
        FunctionName,
        Role: ROLE,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: zipOf({ 'index.js': FunctionName }) },
        ...more,
      })
    },
    async close() {
      await lambda.close?.()
      await store.close()
    },
  }
}

export type TestLambda = Awaited<ReturnType<typeof startLambda>>

/** Buckets and objects as Lambda sees them. */
function fakeS3(objects: ReadonlyMap<string, Buffer>): Service {
  const getObject = async (input: unknown) => {
    const { Bucket, Key } = input as InputOf<'s3', 'GetObject'>
    const Body = objects.get(`${Bucket}/${Key}`)
    if (Body) return { Body }
    const hasBucket = [...objects.keys()].some((key) => key.startsWith(`${Bucket}/`))
    if (hasBucket) throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 })
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404 })
  }
  return { name: 's3', operations: new Map([['GetObject', getObject]]), resourceTypes: [] }
}
