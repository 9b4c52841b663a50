import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { FunctionStreamFailure } from '../../kernel/functions.ts'
import type { Soon } from '../../kernel/soon.ts'
import { peakMemoryMb } from '../host/memory.ts'
import type { FunctionVersion, Invocation, Invoked } from '../ports.ts'
import { InvalidEntrypoint } from '../runtimes/runtime.ts'
import { exited, MAX_RESPONSE_BYTES, responseTooLarge, timedOut } from './answers.ts'
import type { RuntimeAnswer } from './channel.ts'
import type { Exit } from './child.ts'
import { answerOfInit, type FailedInit, outcomeOfInit } from './init-failures.ts'
import { InvocationLog } from './invocation-log.ts'
import type { EnvironmentLog } from './log.ts'
import type { Outcome } from './platform-lines.ts'
import { type FunctionProcess, initOf } from './process.ts'

/** Init has ten seconds of its own; what fails or takes longer is tried again in the time of the invocation. */
const INIT_LIMIT_MS = 10_000
const MEMORY_AGE_MS = 1000
/** How long an answer waits for its runtime to ask again: a caller that comes back at once finds the same environment. */
const ASKS_SOON_MS = 100

export interface EnvironmentPorts {
  readonly version: FunctionVersion
  readonly instanceId: string
  readonly log: EnvironmentLog
  /** Starts a process in the environment's folder. Throws a `FunctionRefusal`. */
  start(): Promise<FunctionProcess>
  /** Nothing is left of it, and its folder is gone. */
  remove(): Promise<void>
}

/** Told while an invocation runs. */
export interface RunEvents {
  /** Its process is up, or did not come up. */
  started(): void
  /** The environment may serve again; the answer may have been given before. */
  over(): void
}

/**
 * One execution environment: a folder, a log stream and, one after the other, processes. It runs one invocation at a
 * time. A process that fails is replaced; `/tmp` stays (recorded).
 */
export class Environment {
  readonly #ports: EnvironmentPorts
  readonly #log: InvocationLog
  #process: FunctionProcess | undefined
  #memoryMb = 0
  #memoryReadAt = Number.NEGATIVE_INFINITY
  #ended: Promise<void> | undefined

  constructor(ports: EnvironmentPorts) {
    this.#ports = ports
    this.#log = new InvocationLog(ports.log, ports.version)
  }

  run(invocation: Invocation, events: RunEvents): Promise<Invoked> {
    this.#log.begin(invocation)
    const process = this.#process
    if (!process || process.exit) return this.#runCold(invocation, events)
    events.started()
    return this.#invoke(invocation, process, undefined, events.over)
  }

  async #runCold(invocation: Invocation, { started, over }: RunEvents): Promise<Invoked> {
    let begun: Begun
    try {
      begun = await this.#begin(invocation)
    } catch (error) {
      over()
      throw error
    } finally {
      started()
    }
    if ('answer' in begun) return this.#finish(invocation, begun, over)
    return this.#invoke(invocation, begun.process, begun.initMs, over)
  }

  /** Nothing waits before the event is sent, and one promise is all that an answer of the usual kind passes. */
  #invoke(
    invocation: Invocation,
    process: FunctionProcess,
    initMs: number | undefined,
    over: () => void,
  ): Promise<Invoked> {
    this.#log.start(invocation)
    const running: Running = { invocation, process, initMs, from: performance.now(), over }
    return this.#raced(running).then((end) => {
      if (end.kind !== 'answer') return this.#broken(end, running)
      if (!Buffer.isBuffer(end.answer.payload)) return this.#stream(end.answer, running)
      return this.#answered(end.answer, running)
    })
  }

  /** Ends its process and all that it started. */
  end(): Promise<void> {
    this.#ended ??= (async () => {
      this.#process?.child.kill()
      await this.#process?.child.exited
      this.#process?.channel.close()
      this.#log.close()
      await this.#ports.remove()
    })()
    return this.#ended
  }

  /** Init, and where it fails or takes too long once more, in the time of the invocation. */
  async #begin({ requestId }: Invocation): Promise<Begun> {
    const { version, instanceId } = this.#ports
    this.#log.initStart(instanceId)
    const from = performance.now()
    const first = await this.#init(INIT_LIMIT_MS)
    const initMs = performance.now() - from
    const isReady = 'child' in first
    const began = isReady ? ({ status: 'success' } as const) : outcomeOfInit(first)
    this.#log.initReport({ durationMs: initMs, phase: 'init', outcome: began })
    if (isReady) return { process: first, initMs }

    const again = performance.now()
    const second = await this.#init(version.timeoutMs)
    if ('child' in second) return { process: second }
    const outcome = outcomeOfInit(second)
    const durationMs = performance.now() - again
    this.#log.initReport({ durationMs, phase: 'invoke', outcome })
    this.#log.start({ requestId })
    return { answer: answerOfInit(second, requestId, version), durationMs, outcome }
  }

  async #init(limitMs: number): Promise<FunctionProcess | FailedInit> {
    let process: FunctionProcess
    try {
      process = await this.#ports.start()
    } catch (error) {
      if (error instanceof InvalidEntrypoint) return { kind: 'invalid-entrypoint', why: error.message }
      throw error
    }
    this.#process = process
    this.#memoryReadAt = Number.NEGATIVE_INFINITY
    if (this.#ended) process.child.kill()
    const outcome = await initOf(process, limitMs)
    if (outcome.kind === 'ready') return process
    await this.#drop(process)
    return outcome
  }

  async #drop(process: FunctionProcess): Promise<void> {
    this.#readMemory(process)
    process.onExit = undefined
    process.child.kill()
    await process.child.exited
    this.#forget(process)
  }

  #forget(process: FunctionProcess): void {
    process.channel.close()
    if (this.#process === process) this.#process = undefined
  }

  /** Whichever comes first: an answer, the end of the process, or the end of the time. */
  #raced({ process, invocation }: Running): Promise<End> {
    const { timeoutMs } = this.#ports.version
    return new Promise((resolve) => {
      if (process.exit) return resolve({ kind: 'exited', exit: process.exit })
      const timer = process.debuggable ? undefined : setTimeout(() => resolve({ kind: 'timeout' }), timeoutMs)
      process.onExit = (exit) => {
        clearTimeout(timer)
        resolve({ kind: 'exited', exit })
      }
      process.channel.send(invocation, Date.now() + timeoutMs).then((answer) => {
        clearTimeout(timer)
        resolve({ kind: 'answer', answer })
      })
    })
  }

  /** Handed on part by part, or gathered for who wants it whole. The environment is busy until its function ends it. */
  async #stream(answer: RuntimeAnswer, running: Running): Promise<Invoked> {
    const { invocation, process, from } = running
    const parts = answer.payload as AsyncIterable<Uint8Array>
    let broken: Broken | undefined
    const breakOff = (how: Broken) => {
      broken ??= how
      process.child.kill()
      process.channel.close()
    }
    const leftMs = from + this.#ports.version.timeoutMs - performance.now()
    const timer = process.debuggable ? undefined : setTimeout(() => breakOff({ kind: 'timeout' }), leftMs)
    const exited = new Promise<void>((resolve) => {
      process.onExit = (exit) => {
        breakOff({ kind: 'exited', exit })
        resolve()
      }
      if (process.exit) process.onExit(process.exit)
    })
    const ended = Promise.race([answer.ended ?? answer.asksAgain, exited]).then(() => clearTimeout(timer))
    const failureOf = (error: unknown): RuntimeAnswer => {
      if (broken) return this.#answerOf(broken, invocation)
      const { payload, errorType } = error as FunctionStreamFailure
      return { payload, errorType, error: true }
    }
    if (invocation.streams) {
      ended.then(() =>
        broken ? this.#broken(broken, running) : this.#answered({ ...answer, payload: NOTHING }, running),
      )
      return { payload: handedOn(parts, failureOf), contentType: answer.contentType, error: false }
    }
    const whole = await gathered(parts).catch(failureOf)
    await ended
    return broken ? this.#broken(broken, running) : this.#answered({ ...answer, ...whole }, running)
  }

  async #broken(end: Broken, { invocation, process, from, initMs, over }: Running): Promise<Invoked> {
    const durationMs = performance.now() - from
    // What it still had to say is in the log before its end is.
    await this.#drop(process)
    const answer = this.#answerOf(end, invocation)
    const exit = end.kind === 'exited' ? end.exit : undefined
    return this.#finish(invocation, { answer, durationMs, initMs, outcome: outcomeOf(end), exit }, over)
  }

  /** The usual way: nothing in it waits. */
  #answered(answer: RuntimeAnswer, { invocation, process, from, initMs, over }: Running): Soon<Invoked> {
    const durationMs = performance.now() - from
    const ending: Ending = { answer, durationMs, initMs, outcome: SUCCESS, exit: undefined }
    process.onExit = () => this.#forget(process)
    if (process.exit) this.#forget(process)
    else if (answer.asksAgain) return this.#askedAgain(answer.asksAgain, ending, { invocation, process, over })
    return this.#finish(invocation, ending, over)
  }

  async #askedAgain(
    asksAgain: Promise<void>,
    ending: Ending,
    { invocation, process, over }: Pick<Running, 'invocation' | 'process' | 'over'>,
  ): Promise<Invoked> {
    const isFree = this.#untilItAsks(process, asksAgain, this.#ports.version.timeoutMs - ending.durationMs)
    await Promise.race([isFree, sleep(ASKS_SOON_MS, undefined, { ref: false })])
    const finished = this.#finish(invocation, ending, () => {})
    isFree.then(over)
    return finished
  }

  /** A runtime may end after its answer, or take its time: the caller need not wait for that, the next invocation does. */
  async #untilItAsks(process: FunctionProcess, asksAgain: Promise<void>, limitMs: number): Promise<void> {
    const timer = process.debuggable ? undefined : setTimeout(() => process.child.kill(), limitMs)
    await Promise.race([asksAgain, process.child.exited])
    clearTimeout(timer)
  }

  #answerOf(end: Broken, { requestId }: Invocation): RuntimeAnswer {
    if (end.kind === 'timeout') return timedOut(requestId, this.#ports.version.timeoutMs)
    return exited(requestId, end.exit)
  }

  /** The end is logged once what the function wrote has been read: nobody but who wants that log waits for it. */
  #finish(invocation: Invocation, ending: Ending, over: () => void): Soon<Invoked> {
    const process = this.#process
    if (process) this.#readMemory(process)
    const { payload, contentType, error } = ending.answer as RuntimeAnswer & { readonly payload: Buffer }
    const logged = this.#log.end(invocation, process, {
      requestId: invocation.requestId,
      durationMs: ending.durationMs,
      initMs: ending.initMs,
      memoryMb: this.#ports.version.memoryMb,
      maxMemoryMb: this.#memoryMb,
      outcome: ending.outcome,
      exit: ending.exit,
    })
    if (!invocation.wantsLogTail) {
      over()
      return { payload, contentType, error }
    }
    return logged.then((logTail) => {
      over()
      return { payload, contentType, error, logTail }
    })
  }

  #readMemory(process: FunctionProcess): void {
    const now = performance.now()
    if (now - this.#memoryReadAt < MEMORY_AGE_MS) return
    this.#memoryReadAt = now
    this.#memoryMb = peakMemoryMb(process.child.pid) || this.#memoryMb
  }
}

const NOTHING = Buffer.alloc(0)
const SUCCESS: Outcome = { status: 'success' }

type Broken = { readonly kind: 'timeout' } | { readonly kind: 'exited'; readonly exit: Exit }

type End = { readonly kind: 'answer'; readonly answer: RuntimeAnswer } | Broken

interface Running {
  readonly invocation: Invocation
  readonly process: FunctionProcess
  /** Of a cold start. */
  readonly initMs: number | undefined
  readonly from: number
  over(): void
}

interface Ending {
  readonly answer: RuntimeAnswer
  readonly durationMs: number
  readonly initMs?: number
  readonly outcome: Outcome
  readonly exit?: Exit
}

type Begun = { readonly process: FunctionProcess; readonly initMs?: number } | Ending

function outcomeOf(end: Broken): Outcome {
  if (end.kind === 'timeout') return { status: 'timeout' }
  return { status: 'error', errorType: end.exit.isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError' }
}

async function gathered(parts: AsyncIterable<Uint8Array>): Promise<Partial<RuntimeAnswer>> {
  const kept: Uint8Array[] = []
  let bytes = 0
  for await (const part of parts) {
    bytes += part.length
    if (bytes <= MAX_RESPONSE_BYTES) kept.push(part)
  }
  return bytes <= MAX_RESPONSE_BYTES ? { payload: Buffer.concat(kept) } : responseTooLarge()
}

async function* handedOn(
  parts: AsyncIterable<Uint8Array>,
  failureOf: (error: unknown) => RuntimeAnswer,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* parts
  } catch (error) {
    const { payload, errorType } = failureOf(error)
    throw new FunctionStreamFailure(payload as Buffer, errorType as string)
  }
}
