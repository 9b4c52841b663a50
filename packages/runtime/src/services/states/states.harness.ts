import type { StatesApi } from '../../generated/states.ts'
import { callContext, HOME } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { FunctionCall } from '../../kernel/functions.ts'
import type { JsonObject, JsonValue } from '../../kernel/json.ts'
import { silentLogger } from '../../kernel/logger.ts'
import type { InputOf, OutputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import { recordingOf } from '../../kernel/recording.ts'
import type { Sleep } from '../../kernel/sleep.ts'
import { createDispatcher } from '../../protocol/dispatch.ts'
import { createModels } from '../../protocol/models.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { createStatesService } from './index.ts'

const KEY = Buffer.alloc(32, 7)
const models = createModels()

export const ROLE = 'arn:aws:iam::111111111111:role/R'
export const FUNCTION = 'arn:aws:lambda:eu-west-1:111111111111:function:fn'
export const START = Date.UTC(2030, 0, 1)

/** A function's work: what it answers; what it throws is its failure. */
export type Work = (input: JsonValue, call: FunctionCall) => unknown

export interface StatesHarnessOptions {
  readonly store?: Store
  readonly work?: Work
  readonly record?: readonly string[]
  /** Default: pauses are over at once, and the clock shows that they were. */
  readonly sleep?: Sleep
}

export async function startStates(options: StatesHarnessOptions = {}) {
  const store = options.store ?? (await openSqliteStore({ path: undefined }))
  const clock = manualClock(START)
  const sleep: Sleep = async (ms) => {
    clock.advance(ms)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  const called: { readonly input: JsonValue; readonly at: number }[] = []
  const work = options.work ?? ((input: JsonValue) => input)
  const service = createStatesService({
    store,
    clock,
    random: systemRandom,
    vault: createVault(KEY, systemRandom),
    logger: silentLogger,
    sleep: options.sleep ?? sleep,
    isRecorded: recordingOf(options.record ?? []),
    functions: async () => ({
      async invoke(call) {
        const input = JSON.parse(call.payload.toString('utf8')) as JsonValue
        called.push({ input, at: clock.now() - START })
        const answer = { requestId: 'r', executedVersion: '$LATEST' }
        try {
          const result = await work(input, call)
          return { ...answer, error: false, payload: Buffer.from(JSON.stringify(result ?? null)) }
        } catch (error) {
          if (!(error instanceof FunctionError)) throw error
          return { ...answer, error: true, payload: Buffer.from(JSON.stringify(error.payload)) }
        }
      },
    }),
  })
  const dispatcher = createDispatcher({
    findService: async (name) => (name === 'states' ? service : undefined),
    models,
  })
  const context = dispatcher.contextOf(callContext(store, undefined, { place: HOME }))
  await service.resume?.()
  const call = <O extends keyof StatesApi & string>(
    name: O,
    input: InputOf<'states', O>,
  ): Promise<OutputOf<'states', O>> => context.call('states', name, input)
  const describe = (executionArn: string) => call('DescribeExecution', { executionArn })
  return {
    store,
    clock,
    service,
    context,
    called,
    call,
    describe,
    create: async (definition: JsonObject, name = 'machine') =>
      (await call('CreateStateMachine', { name, roleArn: ROLE, definition: JSON.stringify(definition) }))
        .stateMachineArn,
    /** Resolves with what an execution is when it does not run any more. */
    async ended(executionArn: string) {
      for (;;) {
        const found = await describe(executionArn)
        if (found.status !== 'RUNNING') return found
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
    },
  }
}

/** What a function fails with. */
export class FunctionError extends Error {
  readonly payload: JsonObject

  constructor(payload: JsonObject) {
    super('the function failed')
    this.payload = payload
  }
}

/** A task of the function, with what is given besides. */
export const task = (more: JsonObject = {}) => ({ Type: 'Task', Resource: FUNCTION, ...more })

export const only = (state: JsonObject, more: JsonObject = {}) => ({ StartAt: 'A', States: { A: state, ...more } })
