import { SERVICES } from '../generated/services.ts'
import { UsageError } from '../kernel/errors.ts'

/** Makes of what was given under a name what is meant; throws {@link UsageError} for what cannot be meant. */
export type Read<T> = (value: unknown, name: string) => T

export const text: Read<string> = (value, name) => {
  if (typeof value === 'string' && value !== '') return value
  throw bad(name, value, 'a text')
}

export const flag: Read<boolean> = (value, name) => {
  if (value === true || value === 'true' || value === '1') return true
  if (value === false || value === 'false' || value === '0' || value === '') return false
  throw bad(name, value, 'true or false')
}

/** A list, or its members with commas between them. */
export const list: Read<readonly string[]> = (value, name) => {
  const members = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value
  if (Array.isArray(members) && members.every((part): part is string => typeof part === 'string')) {
    return members.filter((part) => part !== '')
  }
  throw bad(name, value, 'a list of texts')
}

export const hostNames: Read<readonly string[]> = (value, name) => list(value, name).map((host) => host.toLowerCase())

export const hotDirectories: Read<readonly string[]> = (value, name) => {
  const entries = list(value, name)
  if (entries.every((entry) => /^[a-zA-Z0-9-_]+=./.test(entry))) return entries
  throw bad(name, value, 'function=directory')
}

/** Each service once, by the name that signatures give it. */
export const forwards: Read<readonly string[]> = (value, name) => {
  const entries = list(value, name)
  const seen = new Set<string>()
  for (const entry of entries) {
    const [, service, address] = /^([a-z0-9][a-z0-9-]*)=(.+)$/.exec(entry) ?? []
    if (service === undefined || address === undefined || !isAddress(address)) {
      throw bad(name, value, 'service=URL, as in dynamodb=http://127.0.0.1:8000')
    }
    if (Object.values(SERVICES).some(({ signingName }) => signingName === service) || service === 'execute-api') {
      throw new UsageError('ERR_CONFIG_VALUE', `${service} cannot be forwarded: it is emulated here`)
    }
    if (seen.has(service)) throw new UsageError('ERR_CONFIG_VALUE', `${service} is forwarded to two addresses`)
    seen.add(service)
  }
  return entries
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && `${search}${hash}${username}${password}` === ''
}

export const userAndGroup: Read<string> = (value, name) => {
  if (typeof value === 'string' && /^\d+(:\d+)?$/.test(value)) return value
  throw bad(name, value, 'uid:gid')
}

export function oneOf<T extends string>(choices: readonly T[]): Read<T> {
  return (value, name) => {
    const choice = choices.find((candidate) => candidate === value)
    if (choice !== undefined) return choice
    throw bad(name, value, choices.join(', '))
  }
}

export const port: Read<number> = (value, name) => {
  const number = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw bad(name, value, 'a number from 0 to 65535')
}

/** How many: a whole number. */
export const count: Read<number> = (value, name) => {
  const number = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 1_000_000) return number
  throw bad(name, value, 'a number from 0 to 999999')
}

export const loopback: Read<string> = (value, name) => {
  const host = text(value, name)
  if (/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || host === 'localhost' || host === '::1') return host
  throw new UsageError(
    'ERR_CONFIG_HOST',
    `host ${host} would open this server to other machines`,
    'Anybody who reaches it may do anything: signatures are not verified. Use 127.0.0.1, ::1 or localhost.',
  )
}

export const issuer: Read<string> = (value, name) => {
  const given = text(value, name)
  if (given === 'aws' || given === 'local') return given
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given.replace(/\/+$/, '')
  throw bad(name, value, 'aws, local or a URL')
}

function bad(name: string, value: unknown, wanted: string): UsageError {
  return new UsageError('ERR_CONFIG_VALUE', `${name} is ${JSON.stringify(value)}; it must be ${wanted}`)
}
