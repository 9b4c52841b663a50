import { spawn } from 'node:child_process'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Both streams, in the order of arrival. */
  readonly output: string
}

export interface RunOptions {
  readonly cwd?: string
  /** The whole environment besides PATH and HOME. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string
}

/** Runs a program to its end. Nothing of this process's AWS settings or proxies reaches it. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { PATH, HOME } = process.env
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH, HOME, CI: 'true', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  let output = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
    output += chunk
  })
  child.stdin.on('error', () => {})
  child.stdin.end(options.input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr, output }))
  })
}
