import { styleText } from 'node:util'
import { fitLine } from './fit-line.ts'

/** Where a command tells what it has done, and shows what it is at. */
export interface Screen {
  readonly isColored: boolean
  /** What is being done is drawn: whoever else writes to the terminal would write into the drawing. */
  readonly isDrawn: boolean
  /** A line that stays. */
  tell(line: string): void
  /** What is being done, and how far it is; shown with how long it takes, until there is something else. */
  show(work: string, detail?: string): void
  /** Nothing more is being done. */
  clear(): void
}

/** Of a stream, what is needed to draw on it. */
export interface ScreenOutput {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** How often the time is shown anew. */
const TICK_MS = 100
const FEWEST_COLUMNS = 20
/** Most terminals are wider, and no line is better for it: one that is made narrower breaks what was drawn. */
const MOST_COLUMNS = 100

/** The screen on a stream: drawn on a terminal, plain lines everywhere else, and where somebody collects them (CI). */
export function openScreen(output: ScreenOutput, env: NodeJS.ProcessEnv, now: () => number): Screen {
  const isTerminal = output.isTTY === true && env.TERM !== 'dumb'
  const isColored = isTerminal && !env.NO_COLOR
  return isTerminal && !env.CI ? new DrawnScreen(output, isColored, now) : plainScreen(output, isColored)
}

/** One that tells and draws nothing more. */
export function plainScreen(output: Pick<ScreenOutput, 'write'>, isColored = false): Screen {
  return {
    isColored,
    isDrawn: false,
    tell: (line) => void output.write(`${line}\n`),
    show() {},
    clear() {},
  }
}

const CLEAR_LINE = '\r\u001b[K'

/** Keeps what is being done in the last line, below all that was told. */
class DrawnScreen implements Screen {
  readonly isColored: boolean
  readonly isDrawn = true
  readonly #output: ScreenOutput
  readonly #now: () => number
  #work: string | undefined
  #detail = ''
  #since = 0
  #timer: NodeJS.Timeout | undefined

  constructor(output: ScreenOutput, isColored: boolean, now: () => number) {
    this.#output = output
    this.isColored = isColored
    this.#now = now
  }

  tell(line: string): void {
    this.#output.write(this.#work === undefined ? `${line}\n` : `${CLEAR_LINE}${line}\n${this.#line()}`)
  }

  show(work: string, detail = ''): void {
    if (work !== this.#work) this.#since = this.#now()
    this.#work = work
    this.#detail = detail
    this.#timer ??= setInterval(() => this.#draw(), TICK_MS).unref()
    this.#draw()
  }

  clear(): void {
    if (this.#work === undefined) return
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#work = undefined
    this.#output.write(CLEAR_LINE)
  }

  #draw(): void {
    this.#output.write(`${CLEAR_LINE}${this.#line()}`)
  }

  /** One column stays free: a full line would be broken by some terminals. */
  #line(): string {
    const columns = Math.min(Math.max(this.#output.columns ?? MOST_COLUMNS, FEWEST_COLUMNS), MOST_COLUMNS) - 1
    const seconds = ((this.#now() - this.#since) / 1000).toFixed(1)
    const text = fitLine(`${this.#work} … ${seconds} s${this.#detail && `  ${this.#detail}`}`, columns)
    return this.isColored ? styleText('dim', text, { validateStream: false }) : text
  }
}
