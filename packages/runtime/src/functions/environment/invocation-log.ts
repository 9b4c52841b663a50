import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FunctionVersion, Invocation } from '../ports.ts'
import { exitText } from './answers.ts'
import type { Exit } from './child.ts'
import type { EnvironmentLog } from './log.ts'
import type { InitReport, InvocationReport } from './platform-lines.ts'
import type { FunctionProcess } from './process.ts'

/** How long output may go on to be read after an answer, before the invocation's end is logged. */
const SILENCE_LIMIT_MS = 200
const SOON_MS = 10
const HELD_MS = 2
const NO_TAIL = Promise.resolve(undefined)

export interface InvocationEnd extends InvocationReport {
  readonly exit: Exit | undefined
}

/** What the platform logs around an invocation, in order with what the function writes. */
export class InvocationLog {
  readonly #log: EnvironmentLog
  readonly #version: FunctionVersion
  /** Of the invocation before: still to be logged. */
  #pending: (() => void) | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(log: EnvironmentLog, version: FunctionVersion) {
    this.#log = log
    this.#version = version
  }

  begin({ wantsLogTail }: Invocation): void {
    this.#pending?.()
    this.#log.begin(wantsLogTail)
  }

  initStart(instanceId: string): void {
    // The tail of an invocation begins with the invocation.
    this.#log.platform(this.#log.lines.initStart(this.#version, instanceId), false)
  }

  initReport(report: InitReport): void {
    const isForTail = report.outcome.status !== 'success'
    this.#log.platform(this.#log.lines.initRuntimeDone(report), isForTail)
    this.#log.platform(this.#log.lines.initReport(report), isForTail)
  }

  start({ requestId }: Pick<Invocation, 'requestId'>): void {
    this.#log.platform(this.#log.lines.start(requestId, this.#version))
  }

  /**
   * Resolves with the tail, if that is wanted, once what the function wrote has been read and the end is logged. Without a
   * process there is nothing more to read.
   */
  end(
    { wantsLogTail }: Invocation,
    process: FunctionProcess | undefined,
    end: InvocationEnd,
  ): Promise<string | undefined> {
    let tail: string | undefined
    const log = () => {
      if (this.#pending !== log) return
      this.#pending = undefined
      this.#write(end)
      if (wantsLogTail || end.outcome.status !== 'success') this.#log.flush()
      tail = this.#log.takeTail()
    }
    this.#pending = log
    if (!process || process.exit) {
      log()
      return Promise.resolve(tail)
    }
    if (wantsLogTail) {
      return whenSilent(process).then(() => {
        log()
        return tail
      })
    }
    this.#endSoon(process)
    return NO_TAIL
  }

  /** Whoever invokes again and again logs an end when the next invocation begins, and waits for nothing. */
  #endSoon(process: FunctionProcess): void {
    if (this.#timer) return
    const due = this.#pending
    this.#timer = setTimeout(async () => {
      this.#timer = undefined
      // Silence is waited for in turns of the loop, which cost everybody: not while invocations follow one another.
      if (this.#pending === due) await whenSilent(process)
      if (this.#pending === due) due?.()
      else if (this.#pending) this.#endSoon(process)
    }, SOON_MS)
  }

  close(): void {
    this.#pending?.()
    this.#log.flush()
  }

  /** Where a failure is a line of its own differs between samples of AWS's logs; a timeout comes last here. */
  #write(end: InvocationEnd): void {
    const { requestId, exit, outcome } = end
    const { lines } = this.#log
    this.#log.sayWhatIsLeftOut()
    if (exit) this.#log.platform(lines.exit(requestId, exitText(exit)))
    this.#log.platform(lines.end(requestId, outcome))
    this.#log.platform(lines.report(end))
    if (outcome.status === 'timeout') {
      this.#log.platform(lines.timeout(requestId, this.#version.timeoutMs, new Date().toISOString()))
    }
  }
}

/** Resolves when nothing more of what the process has written is waiting to be read. */
async function whenSilent(process: FunctionProcess): Promise<void> {
  const until = performance.now() + SILENCE_LIMIT_MS
  for (let before = -1, now = process.outputs(); now !== before && performance.now() < until; now = process.outputs()) {
    before = now
    while (process.isHeld() && performance.now() < until) await sleep(HELD_MS)
    await turn()
    await turn()
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
