import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import { encodeFrame, FrameReader, FrameType } from '../../environment/frames.ts'
import { BOOTSTRAP } from './python.ts'

/** Python has to be there in CI. */
export const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) {
  if (process.env.CI) throw new Error('python3 is missing')
  console.warn('not run: tests of the Python runtime, which need python3')
}

export interface Told {
  readonly type: string
  readonly head: Readonly<Record<string, unknown>>
  readonly body: string
}

export interface PythonProcess {
  /** All frames so far. */
  readonly frames: readonly Told[]
  /** The messages of the log so far. */
  logs(): readonly string[]
  /** What init says. */
  readonly begun: Promise<Told>
  /** Sends an event, and waits for the answer. */
  invoke(event: unknown, head?: Readonly<Record<string, unknown>>): Promise<Told>
  readonly exited: Promise<number | null>
  /** What it wrote past the frames. */
  output(): string
  /** As when the server is killed. */
  closePipe(): void
}

const folders: string[] = []

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Runs files as a function, in a Python of this machine. */
export function startPython(
  files: Readonly<Record<string, string>>,
  { handler = 'app.handler', layer = {}, ...variables }: PythonOptions = {},
): PythonProcess {
  const folder = mkdtempSync(join(tmpdir(), 'python-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) put(join(folder, 'task', name), text)
  for (const [name, text] of Object.entries(layer)) put(join(folder, 'opt', name), text)
  const child = spawn('python3', [BOOTSTRAP, join(folder, 'opt')], {
    cwd: join(folder, 'task'),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LAMBDA_TASK_ROOT: join(folder, 'task'),
      _HANDLER: handler,
      AWS_EXECUTION_ENV: 'AWS_Lambda_python3.13',
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      ...variables,
    },
  })
  const pipe = child.stdio[3] as Duplex
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (part: Buffer) => {
      output += part.toString()
    })
  }
  const frames: Told[] = []
  const waiting: ((told: Told) => void)[] = []
  const next = () => new Promise<Told>((resolve) => waiting.push(resolve))
  const begun = next()
  const reader = new FrameReader(8 * 1024 * 1024, ({ type, head, body }) => {
    const told = { type, head: JSON.parse(head || '{}') as Told['head'], body: body.toString() }
    frames.push(told)
    if (type !== FrameType.log) waiting.shift()?.(told)
  })
  pipe.on('data', (chunk: Buffer) => reader.push(chunk))
  pipe.on('error', () => {})
  return {
    frames,
    logs: () => frames.filter(({ type }) => type === FrameType.log).map(({ body }) => body),
    begun,
    invoke(event, head = {}) {
      const sent = { requestId: 'id-1', deadlineMs: Date.now() + 3000, invokedArn: 'arn:f', ...head }
      for (const part of encodeFrame(FrameType.next, JSON.stringify(sent), JSON.stringify(event))) pipe.write(part)
      return next()
    },
    exited: once(child, 'close').then(([code]) => code as number | null),
    output: () => output,
    closePipe: () => pipe.destroy(),
  }
}

export interface PythonOptions {
  readonly handler?: string
  readonly layer?: Readonly<Record<string, string>>
  readonly [variable: string]: string | Readonly<Record<string, string>> | undefined
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
