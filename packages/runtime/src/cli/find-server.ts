import { Option } from 'commander'
import { type Config, DEFAULT_DATA_DIR } from '../config/config.ts'
import { findHolder, type LockHolder } from '../config/data-dir-lock.ts'
import { loadConfig } from '../config/load-config.ts'
import { isJsonObject } from '../kernel/json.ts'
import { askServer } from './ask-server.ts'
import { CommandFailure } from './command.ts'

/** What the flags say of the server that is meant. */
export interface ServerOptions {
  readonly dataDir?: string
  readonly port?: string
}

export const dataDirOption = () =>
  new Option('--data-dir <path>', `the data directory of the server (default: ${DEFAULT_DATA_DIR})`).conflicts('port')

export const portOption = () =>
  new Option('--port <number>', 'reach whichever server listens on this port, e.g. one with --memory')

const START_ONE = 'Start one with: sallyport start'

/** What `sallyport start` would go by here, with these flags. */
export function serverSettings({ dataDir, port }: ServerOptions): Config {
  return loadConfig({ dataDir, port }, process.env)
}

/**
 * The origin of the running server that is meant. `--port` means whoever answers there; `--data-dir` its holder and
 * nobody else. Without them it is the server that `sallyport start` would start here. If that one does not run, another
 * one on the default port may belong to another project: good enough to look at, not to `change`.
 */
export async function findServer(flags: ServerOptions, purpose: 'look' | 'change' = 'look'): Promise<string> {
  const { dataDir, host, port } = serverSettings(flags)
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  if (flags.port === undefined && dataDir !== undefined) {
    const holder = findHolder(dataDir)
    if (holder) return originOf(holder, dataDir)
    const isNamed = flags.dataDir !== undefined || dataDir !== DEFAULT_DATA_DIR
    if (isNamed || purpose === 'change' || port === 0) {
      const hint = (await answers(origin))
        ? `Another one answers on ${origin}; if that is the one, say --port ${port}.`
        : START_ONE
      throw new CommandFailure(`no Sallyport runs with the data directory ${dataDir}`, hint)
    }
  }
  if (await answers(origin)) return origin
  throw new CommandFailure(`no Sallyport answers on ${origin}`, START_ONE)
}

async function originOf({ pid, origin }: LockHolder, dataDir: string): Promise<string> {
  if (origin && (await answers(origin))) return origin
  const does = origin ? `does not answer on ${origin}` : 'is still starting'
  throw new CommandFailure(`process ${pid} holds ${dataDir} and ${does}`, 'Try again in a moment.')
}

/** Whether a Sallyport is there. */
export async function answers(origin: string): Promise<boolean> {
  try {
    const { status } = await askServer(`${origin}/_sallyport/health`, { timeoutMs: 5000 })
    return status === 200
  } catch {
    return false
  }
}

/** Calls the admin API; a refusal becomes a {@link CommandFailure}, and so does a server that is gone. */
export async function callAdmin<T>(origin: string, path: string, body?: unknown): Promise<T> {
  const { status, text } = await askServer(`${origin}/_sallyport/${path}`, { body }).catch(() => {
    throw new CommandFailure(`no Sallyport answers on ${origin}`, START_ONE)
  })
  if (status !== 200) throw refusalOf(text)
  return JSON.parse(text) as T
}

function refusalOf(text: string): CommandFailure {
  const refused = (why: string, hint?: string) => new CommandFailure(`the server refused: ${why}`, hint)
  try {
    const answer: unknown = JSON.parse(text)
    if (isJsonObject(answer) && typeof answer.error === 'string') {
      return refused(answer.error, typeof answer.hint === 'string' ? answer.hint : undefined)
    }
  } catch {}
  return refused(text.trim())
}
