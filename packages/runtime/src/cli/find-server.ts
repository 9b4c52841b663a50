import { DEFAULT_DATA_DIR, DEFAULT_PORT } from '../config/config.ts'
import { findHolder } from '../config/data-dir-lock.ts'
import { CommandFailure } from './command.ts'

export interface ServerOptions {
  readonly dataDir?: string
  readonly port?: string
}

/** The origin of a running server: the holder of the data directory, or whoever answers on the port. */
export async function findServer({ dataDir, port }: ServerOptions): Promise<string> {
  const announced = port === undefined ? findHolder(dataDir ?? DEFAULT_DATA_DIR)?.origin : undefined
  const origin = announced ?? `http://127.0.0.1:${port ?? DEFAULT_PORT}`
  if (await answers(origin)) return origin
  throw new CommandFailure(`no Sallyport answers on ${origin}`, 'Start one with: sallyport start')
}

async function answers(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/_sallyport/health`, { signal: AbortSignal.timeout(5000) })
    return response.ok
  } catch {
    return false
  }
}

/** Calls the admin API; a refusal becomes a {@link CommandFailure}. */
export async function callAdmin<T>(origin: string, path: string, body?: unknown): Promise<T> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${origin}/_sallyport/${path}`, init)
  const text = await response.text()
  if (!response.ok) throw new CommandFailure(`the server refused: ${text.trim()}`)
  return JSON.parse(text) as T
}

export const dataDirOption = [
  '--data-dir <path>',
  `the data directory of the server (default: ${DEFAULT_DATA_DIR})`,
] as const
export const portOption = [
  '--port <number>',
  `the server's port, when it runs with --memory (default: ${DEFAULT_PORT})`,
] as const
