import { readFileSync } from 'node:fs'
import { UsageError } from '../kernel/errors.ts'
import { isJsonObject } from '../kernel/json.ts'
import { type Config, type GivenSettings, readConfig, SETTING_NAMES } from './config.ts'

export const CONFIG_FILE = 'sallyport.json'

/** Flags before environment before `sallyport.json` before defaults. */
export function loadConfig(flags: GivenSettings, env: NodeJS.ProcessEnv, file = CONFIG_FILE): Config {
  return readConfig(readFile(file), readEnvironment(env), flags)
}

function readEnvironment(env: NodeJS.ProcessEnv): GivenSettings {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, env[variableOf(name)]]))
}

/** `dataDir` is `SALLYPORT_DATA_DIR`. */
function variableOf(name: string): string {
  return `SALLYPORT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

function readFile(path: string): GivenSettings {
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
