import { spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { motoServerPath } from './paths.ts'
import { until } from './until.ts'

/** An emulator that is not ours, in a process of its own. */
export interface MotoServer {
  readonly origin: string
  stop(): Promise<void>
}

export async function startMotoServer(): Promise<MotoServer> {
  const port = await freePort()
  const child = spawn(motoServerPath, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = `http://127.0.0.1:${port}`
  await until('the answer of moto', () =>
    fetch(`${origin}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  return {
    origin,
    async stop() {
      child.kill()
      await exited
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
