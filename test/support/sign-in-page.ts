import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type CdkTarget, environmentFor } from './cdk.ts'
import { announcedOrigin } from './example-backend.ts'
import { authorizationCodePath } from './paths.ts'

/** The page of the example, served as its README says. */
export async function servePageOf(target: CdkTarget, port: number): Promise<{ stop(): Promise<void> }> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['serve.mjs'], {
    cwd: authorizationCodePath,
    env: { PATH, HOME, ...environmentFor(target), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  await announcedOrigin(child, exited)
  return {
    async stop() {
      child.kill()
      await exited
    },
  }
}
