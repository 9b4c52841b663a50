import { join } from 'node:path'
import { ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { FunctionVersion } from '../ports.ts'

/** `2026/01/31/[$LATEST]` and 32 hexadecimal digits; with a group of the user's own, the function's name stands before. */
export function logStreamName(
  { functionName, version, logging }: FunctionVersion,
  now: number,
  random: Random,
): string {
  const date = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')
  const name = logging.group === `/aws/lambda/${functionName}` ? '' : functionName
  return `${date}/${name}[${version}]${random.bytes(16).toString('hex')}`
}

/** Half of the name of an environment's folder on this machine: of its server, or its own. */
export function environmentName(random: Random): string {
  return randomText(random, 8, ALPHANUMERIC)
}

/** Where each environment has a folder of its own, as long as it lives. */
export function environmentsFolder(hostFolder: string): string {
  return join(hostFolder, 'environments')
}
