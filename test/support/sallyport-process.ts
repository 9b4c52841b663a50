import { type ChildProcess, spawn } from 'node:child_process'
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
}

export async function startSallyport({ dataDir, args = [] }: StartOptions = {}): Promise<SallyportProcess> {
  const where = dataDir === undefined ? ['--memory'] : ['--data-dir', dataDir]
  const child = spawn(process.execPath, [cliPath, 'start', '--port', '0', ...where, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return exited
  }
  const origin = await announcedOrigin(child, () => output)
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

async function announcedOrigin(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const origin = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(output())?.[0]
    if (origin && (await isReady(origin))) return origin
    if (child.exitCode !== null) throw new Error(`sallyport stopped with ${child.exitCode}:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  child.kill('SIGKILL')
  throw new Error(`sallyport was not ready within 20 s:\n${output()}`)
}

function isReady(origin: string): Promise<boolean> {
  return fetch(`${origin}/_sallyport/health`).then(
    (response) => response.ok,
    () => false,
  )
}
