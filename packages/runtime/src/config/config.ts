import { UsageError } from '../kernel/errors.ts'
import type { LogLevel } from '../kernel/logger.ts'

/** Everything that can be set, once it has been read and checked. */
export interface Config {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Where state lives; undefined: in memory only. */
  readonly dataDir: string | undefined
  /** `aws`: the issuer that AWS would have; `local`: this server's own address; else a base URL. */
  readonly issuer: 'aws' | 'local' | (string & {})
  /** CloudFormation types, and parts of emulated ones, that are stored without effect; `*`: any. */
  readonly record: readonly string[]
  /** Only those: what has no effect here is refused too. */
  readonly strict: boolean
  readonly logLevel: LogLevel | 'silent'
  /** Log lines as JSON. */
  readonly json: boolean
  readonly proxyPassthrough: boolean
  readonly allowOrigin: readonly string[]
  readonly allowHost: readonly string[]
}

export const DEFAULT_PORT = 4566
export const DEFAULT_DATA_DIR = '.sallyport'

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** What may be given, under the name it has in a file; flags and variables are turned into these names first. */
export interface Settings {
  port?: unknown
  host?: unknown
  dataDir?: unknown
  memory?: unknown
  issuer?: unknown
  record?: unknown
  strict?: unknown
  logLevel?: unknown
  json?: unknown
  proxyPassthrough?: unknown
  allowOrigin?: unknown
  allowHost?: unknown
}

const NAMES = [
  'port',
  'host',
  'dataDir',
  'memory',
  'issuer',
  'record',
  'strict',
  'logLevel',
  'json',
  'proxyPassthrough',
  'allowOrigin',
  'allowHost',
] as const satisfies readonly (keyof Settings)[]

/** Joins layers, the last one winning, and checks the result. Throws {@link UsageError} for what cannot be meant. */
export function readConfig(...layers: readonly Settings[]): Config {
  const given: Settings = {}
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (value === undefined) continue
      if (!(NAMES as readonly string[]).includes(name)) throw unknownSetting(name)
      // A later layer's choice of where state lives replaces an earlier one's.
      if (name === 'memory') delete given.dataDir
      if (name === 'dataDir') delete given.memory
      given[name as keyof Settings] = value
    }
  }
  return Object.freeze({
    port: readPort(given.port ?? DEFAULT_PORT),
    host: readHost(given.host ?? '127.0.0.1'),
    dataDir: readFlag('memory', given.memory ?? false)
      ? undefined
      : readText('dataDir', given.dataDir ?? DEFAULT_DATA_DIR),
    issuer: readIssuer(given.issuer ?? 'aws'),
    record: readList('record', given.record ?? []),
    strict: readFlag('strict', given.strict ?? false),
    logLevel: readLogLevel(given.logLevel ?? 'info'),
    json: readFlag('json', given.json ?? false),
    proxyPassthrough: readFlag('proxyPassthrough', given.proxyPassthrough ?? false),
    allowOrigin: readList('allowOrigin', given.allowOrigin ?? []),
    allowHost: readList('allowHost', given.allowHost ?? []).map((host) => host.toLowerCase()),
  })
}

function readPort(value: unknown): number {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw bad('port', value, 'a number from 0 to 65535')
}

function readHost(value: unknown): string {
  const host = readText('host', value)
  if (/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || host === 'localhost' || host === '::1') return host
  throw new UsageError(
    'ERR_CONFIG_HOST',
    `host ${host} would open this server to other machines`,
    'Anybody who reaches it may do anything: signatures are not verified. Use 127.0.0.1, ::1 or localhost.',
  )
}

function readIssuer(value: unknown): string {
  const issuer = readText('issuer', value)
  if (issuer === 'aws' || issuer === 'local') return issuer
  if (URL.canParse(issuer) && /^https?:$/.test(new URL(issuer).protocol)) return issuer.replace(/\/+$/, '')
  throw bad('issuer', value, 'aws, local or a URL')
}

function readLogLevel(value: unknown): Config['logLevel'] {
  const level = LOG_LEVELS.find((candidate) => candidate === value)
  if (level) return level
  throw bad('logLevel', value, LOG_LEVELS.join(', '))
}

function readText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw bad(name, value, 'a text')
}

function readFlag(name: string, value: unknown): boolean {
  if (value === true || value === 'true' || value === '1') return true
  if (value === false || value === 'false' || value === '0' || value === '') return false
  throw bad(name, value, 'true or false')
}

function readList(name: string, value: unknown): readonly string[] {
  const list = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value
  if (Array.isArray(list) && list.every((part) => typeof part === 'string')) return list.filter((part) => part !== '')
  throw bad(name, value, 'a list of texts')
}

function bad(name: string, value: unknown, wanted: string): UsageError {
  return new UsageError('ERR_CONFIG_VALUE', `${name} is ${JSON.stringify(value)}; it must be ${wanted}`)
}

function unknownSetting(name: string): UsageError {
  const near = NAMES.find((known) => sharedLetters(known, name) >= Math.max(3, known.length - 2))
  const hint = near ? `Did you mean ${near}?` : `There are: ${NAMES.join(', ')}.`
  return new UsageError('ERR_CONFIG_UNKNOWN', `there is no setting ${name}`, hint)
}

/** Length of the longest common subsequence, without regard to case: good enough to guess a typing error. */
function sharedLetters(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const left of a.toLowerCase()) {
    const next = [0]
    for (let j = 0; j < b.length; j++) {
      const same = left === b[j]?.toLowerCase()
      next.push(same ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0))
    }
    row = next
  }
  return row[b.length] ?? 0
}
