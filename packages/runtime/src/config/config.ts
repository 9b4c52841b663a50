import { UsageError } from '../kernel/errors.ts'
import {
  count,
  flag,
  forwards,
  hostNames,
  hotDirectories,
  issuer,
  list,
  loopback,
  oneOf,
  port,
  type Read,
  text,
  userAndGroup,
} from './readers.ts'
import type { Config, GivenSettings, SettingName, Settings } from './settings.ts'
import { similarName } from './similar-name.ts'

export type { Config, GivenSettings, Settings } from './settings.ts'

export const DEFAULT_PORT = 4566
export const DEFAULT_DATA_DIR = '.sallyport'

interface Setting<T> {
  readonly read: Read<T>
  readonly otherwise: T
}

/** How each setting is read, wherever it was given, and what holds without it. */
const SCHEMA: { readonly [name in SettingName]: Setting<Required<Settings>[name]> } = {
  port: { read: port, otherwise: DEFAULT_PORT },
  host: { read: loopback, otherwise: '127.0.0.1' },
  dataDir: { read: text, otherwise: DEFAULT_DATA_DIR },
  memory: { read: flag, otherwise: false },
  from: { read: text, otherwise: '' },
  issuer: { read: issuer, otherwise: 'aws' },
  record: { read: list, otherwise: [] },
  strict: { read: flag, otherwise: false },
  logLevel: { read: oneOf(['debug', 'info', 'warn', 'error', 'silent']), otherwise: 'info' },
  json: { read: flag, otherwise: false },
  proxyPassthrough: { read: flag, otherwise: false },
  allowOrigin: { read: list, otherwise: [] },
  allowHost: { read: hostNames, otherwise: [] },
  forward: { read: forwards, otherwise: [] },
  hot: { read: hotDirectories, otherwise: [] },
  node: { read: text, otherwise: process.execPath },
  python: { read: text, otherwise: 'python3' },
  java: { read: text, otherwise: 'java' },
  javaRuntimeClient: { read: text, otherwise: '' },
  inspectFunctions: { read: flag, otherwise: false },
  accountThrottle: { read: oneOf(['aws', 'off']), otherwise: 'aws' },
  quotas: { read: oneOf(['aws', 'off']), otherwise: 'off' },
  functionRetries: { read: oneOf(['fast', 'aws']), otherwise: 'fast' },
  functionsUser: { read: userAndGroup, otherwise: '' },
  requests: { read: count, otherwise: 2000 },
  traceBodies: { read: flag, otherwise: false },
}

export const SETTING_NAMES = Object.keys(SCHEMA) as readonly SettingName[]

/** Joins layers, the last one winning, and checks the result. Throws {@link UsageError} for what cannot be meant. */
export function readConfig(...layers: readonly (Settings | GivenSettings)[]): Config {
  const given = joined(layers)
  const read = <N extends SettingName>(name: N): Required<Settings>[N] => {
    const { read, otherwise }: Setting<Required<Settings>[N]> = SCHEMA[name]
    return given[name] === undefined ? otherwise : read(given[name], name)
  }
  return Object.freeze({
    port: read('port'),
    host: read('host'),
    dataDir: read('memory') ? undefined : read('dataDir'),
    from: read('from') || undefined,
    issuer: read('issuer'),
    record: read('record'),
    strict: read('strict'),
    logLevel: read('logLevel'),
    json: read('json'),
    proxyPassthrough: read('proxyPassthrough'),
    allowOrigin: read('allowOrigin'),
    allowHost: read('allowHost'),
    forward: read('forward'),
    hot: read('hot'),
    node: read('node'),
    python: read('python'),
    java: read('java'),
    javaRuntimeClient: read('javaRuntimeClient'),
    inspectFunctions: read('inspectFunctions'),
    accountThrottle: read('accountThrottle'),
    quotas: read('quotas'),
    functionRetries: read('functionRetries'),
    functionsUser: read('functionsUser'),
    requests: read('requests'),
    traceBodies: read('traceBodies'),
  })
}

function joined(layers: readonly (Settings | GivenSettings)[]): GivenSettings {
  const given: { [name in SettingName]?: unknown } = {}
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (value === undefined) continue
      if (!isSettingName(name)) throw unknownSetting(name)
      // A later layer's choice of where state lives replaces an earlier one's.
      if (name === 'memory') delete given.dataDir
      if (name === 'dataDir') delete given.memory
      given[name] = value
    }
  }
  return given
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SCHEMA, name)
}

function unknownSetting(name: string): UsageError {
  const near = similarName(name, SETTING_NAMES)
  const hint = near ? `Did you mean ${near}?` : `There are: ${SETTING_NAMES.join(', ')}.`
  return new UsageError('ERR_CONFIG_UNKNOWN', `there is no setting ${name}`, hint)
}
