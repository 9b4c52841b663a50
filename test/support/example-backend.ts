import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { httpBackendPath } from './paths.ts'

/** The example's own backend in a process of its own. */
export interface ExampleBackend {
  readonly origin: string
  stop(): Promise<void>
}

/** What it answers: the request as it arrived. */
export interface Echo {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Starts it on the port given, else on a free one. */
export async function startBackend(port = 0): Promise<ExampleBackend> {
  const child = spawn(process.execPath, [join(httpBackendPath, 'backend.mjs'), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  return {
    origin: await announcedOrigin(child, exited),
    async stop() {
      child.kill()
      await exited
    },
  }
}

/** The first address that a server prints. */
export async function announcedOrigin(child: ChildProcess, exited: Promise<unknown>): Promise<string> {
  const announced = new Promise<string>((resolve) => {
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const origin = /http:\S+(?=\s)/.exec(output)?.[0]
      if (origin) resolve(origin)
    })
  })
  const failed = exited.then(() => Promise.reject(new Error('the server ended before it listened')))
  // Once it listens, its end is no failure.
  failed.catch(() => {})
  return Promise.race([announced, failed])
}
