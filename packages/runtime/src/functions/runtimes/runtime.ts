import type { ChannelKind } from '../environment/channel.ts'
import type { FunctionHost, FunctionVersion } from '../ports.ts'

/** A family of runtimes: what it takes to run their functions on this machine. One line in `index.ts`. */
export interface RuntimeFamily {
  /** As in a function's `Runtime`, e.g. `nodejs22.x`. */
  readonly names: readonly string[]
  /**
   * How a process is started. Throws a `FunctionRefusal` with the reason `not-runnable`, which says what to install, where
   * this machine lacks what it takes, and an {@link InvalidEntrypoint} where the function does. Asked for each process:
   * keep what was found out.
   */
  start(environment: EnvironmentPlace): RuntimeStart | Promise<RuntimeStart>
}

/** Where an environment has its files. */
export interface EnvironmentPlace {
  readonly version: FunctionVersion
  readonly host: FunctionHost
  /** The function's code: `/var/task` on AWS. The process starts there. */
  readonly taskRoot: string
  /** The layers, one over the other: `/opt` on AWS. An empty folder where there are none. */
  readonly optRoot: string
  /** `/tmp` on AWS: the environment's own. */
  readonly tmp: string
  /** Variables that every environment has, with those of the user, as they will be set: to look something up in. */
  readonly variables: Readonly<Record<string, string>>
  /** Where a debugger is to find the process, if it may; 0: anywhere. */
  readonly debuggerPort?: number
}

export interface RuntimeStart {
  readonly command: string
  readonly args: readonly string[]
  /** In addition, e.g. `PYTHONPATH`. What the user sets wins. */
  readonly variables: Readonly<Record<string, string>>
  readonly channel: ChannelKind
  /** A debugger may hold the process: it is not ended for being slow. */
  readonly debuggable?: boolean
}

/** The function has nothing that could be started. Its init fails with this message, as AWS words it. */
export class InvalidEntrypoint extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InvalidEntrypoint'
  }
}
