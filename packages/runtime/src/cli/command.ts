import type { Command } from 'commander'

/** One subcommand. `define` says what `command` takes and does; its action reports an exit code other than 0 through `exit`. */
export interface CliCommand {
  readonly define: (command: Command, exit: (code: number) => void) => Command
}

/** Something that went wrong and that its user can do something about: one line, a hint, exit code 1. */
export class CommandFailure extends Error {
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.name = 'CommandFailure'
    this.hint = hint
  }
}
