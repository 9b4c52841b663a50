import { spawn } from 'node:child_process'
import { CommandFailure } from '../command.ts'

/** How a command of an app is run. */
export interface CommandRun {
  readonly command: string
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * Runs a command to its end. What it prints goes to standard error: it must not stand among what this program prints.
 * Throws a {@link CommandFailure} where it fails.
 */
export function runCommand({ command, directory, env }: CommandRun): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd: directory, env, shell: true, stdio: ['ignore', 2, 2] })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      reject(new CommandFailure(`the app ended with ${signal ?? `exit code ${code}`}: ${command}`))
    })
  })
}
