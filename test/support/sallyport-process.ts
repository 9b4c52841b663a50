import { spawn } from 'node:child_process'
import { serverReady } from '../../scripts/server-ready.mjs'
import { cliPath } from './paths.ts'

/** A runtime in a process of its own, as a user would start it. */
export interface SallyportProcess {
  readonly origin: string
  readonly pid: number
  /** Everything it has printed so far. */
  output(): string
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL: no farewell. */
  kill(): Promise<void>
}

export interface StartOptions {
  /** Undefined: `--memory`. */
  readonly dataDir?: string
  readonly args?: readonly string[]
  /** Instead of the one in this repository: an installed one, or a command that runs one. */
  readonly program?: string | readonly [string, ...string[]]
}

export async function startSallyport({ dataDir, args = [], program }: StartOptions = {}): Promise<SallyportProcess> {
  const where = dataDir === undefined ? ['--memory'] : ['--data-dir', dataDir]
  const [command, ...before] = typeof program === 'string' ? [program] : (program ?? [process.execPath, cliPath])
  const child = spawn(command, [...before, 'start', '--port', '0', ...where, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return exited
  }
  const origin = await serverReady(child).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    origin,
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL')
    },
  }
}
