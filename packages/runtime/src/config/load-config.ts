import { readFileSync } from 'node:fs'
import { UsageError } from '../kernel/errors.ts'
import { isJsonObject } from '../kernel/json.ts'
import { type Config, readConfig, type Settings } from './config.ts'

export const CONFIG_FILE = 'sallyport.json'

const VARIABLES = {
  SALLYPORT_PORT: 'port',
  SALLYPORT_HOST: 'host',
  SALLYPORT_DATA_DIR: 'dataDir',
  SALLYPORT_MEMORY: 'memory',
  SALLYPORT_ISSUER: 'issuer',
  SALLYPORT_RECORD: 'record',
  SALLYPORT_STRICT: 'strict',
  SALLYPORT_LOG_LEVEL: 'logLevel',
  SALLYPORT_JSON: 'json',
  SALLYPORT_PROXY_PASSTHROUGH: 'proxyPassthrough',
  SALLYPORT_ALLOW_ORIGIN: 'allowOrigin',
  SALLYPORT_ALLOW_HOST: 'allowHost',
} as const satisfies Record<string, keyof Settings>

/** Flags before environment before `sallyport.json` before defaults. The only place that reads the environment. */
export function loadConfig(flags: Settings, env: NodeJS.ProcessEnv, file = CONFIG_FILE): Config {
  return readConfig(readFile(file), readEnvironment(env), flags)
}

function readEnvironment(env: NodeJS.ProcessEnv): Settings {
  const settings: Settings = {}
  for (const [variable, name] of Object.entries(VARIABLES)) {
    const value = env[variable]
    if (value !== undefined) settings[name] = value
  }
  return settings
}

function readFile(path: string): Settings {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch (error) {
    throw new UsageError('ERR_CONFIG_FILE', `${path} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  throw new UsageError('ERR_CONFIG_FILE', `${path} must hold a JSON object`)
}
