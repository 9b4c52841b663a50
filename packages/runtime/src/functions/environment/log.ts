import type { Clock } from '../../kernel/clock.ts'
import type { FunctionLogs, FunctionVersion } from '../ports.ts'
import { jsonLines, type PlatformLines, textLines } from './platform-lines.ts'

/** CloudWatch Logs takes no larger event. */
const MAX_EVENT_CHARACTERS = 256 * 1024
/** What an invocation may log; each event counts for 26 bytes more, as CloudWatch Logs counts. What is over is left out. */
const MAX_INVOCATION_BYTES = 8 * 1024 * 1024
const EVENT_OVERHEAD_BYTES = 26
const TAIL_BYTES = 4096
/**
 * Events are handed on together, those of several invocations too: after so many or so long, and at the end of an
 * invocation that was broken off or whose caller wants its log.
 */
const MAX_WAITING = 1000
const WAIT_MS = 20
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']

export interface LogPorts {
  readonly version: FunctionVersion
  readonly logs: FunctionLogs
  readonly clock: Clock
  /** Of the environment. */
  readonly stream: string
}

/** The log of one environment: what its function writes between what the platform writes, bounded. */
export class EnvironmentLog {
  /** What the platform writes. */
  readonly lines: PlatformLines
  readonly #clock: Clock
  readonly #isJson: boolean
  readonly #lowest: number
  readonly #flush: (events: { timestamp: number; message: string }[]) => void
  #waiting: { timestamp: number; message: string }[] = []
  #timer: NodeJS.Timeout | undefined
  #lastTime = 0
  #left = MAX_INVOCATION_BYTES
  #leftOut = 0
  #tail: string[] | undefined
  #tailBytes = 0

  constructor({ version, logs, clock, stream }: LogPorts) {
    const { group, format, systemLevel, applicationLevel } = version.logging
    const target = { place: version.place, group, stream, createGroup: true }
    this.#clock = clock
    this.#isJson = format === 'JSON'
    this.#lowest = this.#isJson ? LEVELS.indexOf(applicationLevel?.toUpperCase() ?? 'TRACE') : 0
    this.lines = this.#isJson ? jsonLines(systemLevel, () => clock.now()) : textLines
    this.#flush = (events) => logs.write(target, events)
  }

  /** An invocation begins: it has what it may log before it. */
  begin(wantsTail: boolean): void {
    this.#left = MAX_INVOCATION_BYTES
    this.#tail = wantsTail ? [] : undefined
    this.#tailBytes = 0
  }

  /** Of the platform. Nothing where its format has no such line. */
  platform(message: string | undefined, isForTail = true): void {
    if (message !== undefined) this.#add(message, this.#clock.now(), isForTail)
  }

  /** Nothing more that the function writes is taken in this invocation. */
  get isFull(): boolean {
    return this.#left <= EVENT_OVERHEAD_BYTES
  }

  /** Output that is left out. */
  skip(bytes: number): void {
    this.#leftOut += bytes
  }

  /** A line of the process's output, without its newline. An empty one is no event (recorded: test_multi_line_prints). */
  output(line: string): void {
    if (line === '') return
    if (this.isFull) this.skip(line.length)
    else if (!this.#isJson || LEVELS.indexOf(levelOf(line)) >= this.#lowest) this.#addOutput(line, this.#clock.now())
  }

  /** One event, which the runtime has formatted. */
  event(message: string, t: number): void {
    this.#addOutput(message, t)
  }

  /** What is over the limit of an invocation has been left out. Said once, before its end. */
  sayWhatIsLeftOut(): void {
    if (this.#leftOut === 0) return
    const bytes = this.#leftOut
    this.#leftOut = 0
    this.#add(
      `(${bytes} bytes of output are left out: an invocation logs 8 MB)${this.#isJson ? '' : '\n'}`,
      this.#clock.now(),
    )
  }

  /** What the invocation has logged, at most its last 4 KB. */
  takeTail(): string | undefined {
    if (!this.#tail) return undefined
    const bytes = Buffer.from(this.#tail.join(''))
    this.#tail = undefined
    return bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)).toString()
  }

  #addOutput(message: string, t: number): void {
    const bytes = Math.min(message.length, MAX_EVENT_CHARACTERS) + EVENT_OVERHEAD_BYTES
    if (bytes > this.#left) {
      // From here on nothing is taken, though a shorter one might still fit: else a flood would be cut into lines to its end.
      this.#left = 0
      this.#leftOut += message.length
      return
    }
    this.#left -= bytes
    const cut = message.length - MAX_EVENT_CHARACTERS
    const text = cut > 0 ? `${message.slice(0, MAX_EVENT_CHARACTERS)} (${cut} characters are cut off)` : message
    this.#add(this.#isJson || text.endsWith('\n') ? text : `${text}\n`, t)
  }

  #add(message: string, t: number, isForTail = true): void {
    // Events of a stream are in the order of their times.
    this.#lastTime = Math.max(this.#lastTime, t)
    this.#waiting.push({ timestamp: this.#lastTime, message })
    if (this.#waiting.length >= MAX_WAITING) this.flush()
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.flush()
    }, WAIT_MS)
    if (this.#tail && isForTail) this.#keepForTail(message)
  }

  /** What is waiting is handed on now. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#flush(events)
  }

  #keepForTail(message: string): void {
    const tail = this.#tail as string[]
    const text = this.#isJson ? `${message}\n` : message
    tail.push(text)
    this.#tailBytes += text.length
    while (tail.length > 1 && this.#tailBytes - (tail[0] as string).length >= TAIL_BYTES) {
      this.#tailBytes -= (tail.shift() as string).length
    }
  }
}

/** Output that is no JSON with a level counts as `INFO`. */
function levelOf(line: string): string {
  if (!line.startsWith('{')) return 'INFO'
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    const name = typeof level === 'string' ? level.toUpperCase() : ''
    return LEVELS.includes(name) ? name : 'INFO'
  } catch {
    return 'INFO'
  }
}
