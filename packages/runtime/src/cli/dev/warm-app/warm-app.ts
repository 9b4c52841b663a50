import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { WARM_RUN, type WarmRun } from '../../../app-warmer/warm-run.ts'
import { sourceOfTrace } from '../../../deployment/source-of-trace.ts'
import { packageFilePath } from '../../../package-files.ts'
import { nodeOptions } from '../../../runtime/node-options.ts'
import { type CommandRun, type RunCommand, runCommand } from '../../cdk-app/run-command.ts'
import { CommandFailure } from '../../command.ts'
import { openWaitingRoom, type WaitingRoom } from './waiting-room.ts'
import { warmableOf } from './warmable.ts'

const WARMER = 'dist/app-warmer.cjs'

/** A run whose process was started, and waits to be called. */
interface Started {
  readonly id: number
  readonly run: CommandRun
  readonly staleFile: string
  readonly errorFile: string
  readonly ended: Promise<void>
  hasEnded: boolean
}

export interface WarmApp {
  readonly run: RunCommand
  /** Gets a process ready to run again what has just been run. */
  prepare(): void
  close(): void
}

/**
 * Keeps a process ready for the app's next run: it has loaded what the run before it loaded of the CDK, and waits. Each
 * process runs the app once. What is unusual (another command, other variables, a library that has changed meanwhile, a
 * process that is gone) runs as it would otherwise.
 */
export async function openWarmApp(run: RunCommand = runCommand): Promise<WarmApp> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-dev-'))
  const room = await openWaitingRoom(folder)
  return new Warmth(folder, room, run)
}

class Warmth implements WarmApp {
  readonly #folder: string
  readonly #room: WaitingRoom
  readonly #runCommand: RunCommand
  readonly #recordFile: string
  /** Commands whose processes do not report: there is no use in starting them early. */
  readonly #silent = new Set<string>()
  #runs = 0
  #last: CommandRun | undefined
  #next: Started | undefined
  #isClosed = false

  constructor(folder: string, room: WaitingRoom, run: RunCommand) {
    this.#folder = folder
    this.#room = room
    this.#runCommand = run
    this.#recordFile = join(folder, 'loaded.json')
  }

  readonly run: RunCommand = async (run) => {
    const warmable = warmableOf(run.command, run.directory)
    if (!warmable || this.#silent.has(warmable.app)) {
      this.#last = undefined
      return this.#runCommand(run)
    }
    // The process that waits is there still where this fails.
    if (warmable.before !== undefined) await this.#runCommand({ ...run, command: warmable.before })
    return this.#runApp({ ...run, command: warmable.app })
  }

  async #runApp(run: CommandRun): Promise<void> {
    this.#last = undefined
    const started = this.#take(run) ?? this.#start(run)
    this.#room.call(started.id)
    try {
      await endOf(started)
      if (existsSync(started.staleFile)) await this.#runAnew(run)
    } finally {
      if (this.#room.hasReported(started.id)) this.#last = run
      else this.#silent.add(run.command)
    }
  }

  prepare(): void {
    if (!this.#last || this.#next || this.#isClosed) return
    this.#next = this.#start(this.#last)
  }

  close(): void {
    this.#isClosed = true
    if (this.#next) this.#room.dismiss(this.#next.id)
    this.#room.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The process that waits, if it is one for this run. */
  #take(run: CommandRun): Started | undefined {
    const next = this.#next
    this.#next = undefined
    if (!next || next.hasEnded) return undefined
    if (isSame(next.run, run)) return next
    this.#room.dismiss(next.id)
    return undefined
  }

  /** Reads nothing ahead: what the record names is no longer what it was. */
  #runAnew(run: CommandRun): Promise<void> {
    rmSync(this.#recordFile, { force: true })
    const started = this.#start(run)
    this.#room.call(started.id)
    return endOf(started)
  }

  #start(run: CommandRun): Started {
    const id = this.#runs++
    const staleFile = join(this.#folder, `stale-${id}`)
    const errorFile = join(this.#folder, `error-${id}`)
    const given = run.env.NODE_OPTIONS
    const told: WarmRun = {
      id,
      address: this.#room.address,
      recordFile: this.#recordFile,
      staleFile,
      errorFile,
      ...(given === undefined ? {} : { nodeOptions: given }),
    }
    const env = {
      ...run.env,
      NODE_OPTIONS: nodeOptions(given ?? '', packageFilePath(WARMER)),
      [WARM_RUN]: JSON.stringify(told),
    }
    const started: Started = {
      id,
      run,
      staleFile,
      errorFile,
      ended: this.#runCommand({ ...run, env }),
      hasEnded: false,
    }
    // Whoever takes it hears of a failure; until then nobody waits for it.
    started.ended
      .catch(() => {})
      .finally(() => {
        started.hasEnded = true
      })
    return started
  }
}

/** Which line of the app has thrown, beside what the app says of it: that may be a long way below. */
async function endOf({ ended, errorFile, run: { directory } }: Started): Promise<void> {
  try {
    await ended
  } catch (error) {
    const place = existsSync(errorFile) && sourceOfTrace(readFileSync(errorFile, 'utf8').split('\n'))
    if (!(error instanceof CommandFailure) || !place) throw error
    const file = place.startsWith(directory + sep) ? relative('', place) : place
    throw new CommandFailure(`${error.message}\n    at ${file}`, error.hint)
  }
}

function isSame(one: CommandRun, other: CommandRun): boolean {
  return (
    one.command === other.command &&
    one.directory === other.directory &&
    JSON.stringify(one.env) === JSON.stringify(other.env)
  )
}
