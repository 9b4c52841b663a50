// The environment that points AWS's tools at a server, as `sallyport env` gives it.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './setup.mjs'

const CLI = join(root, 'packages', 'runtime', 'dist', 'main.js')

/**
 * The variables to set. Those that a shell would have to give up are left out.
 *
 * @param {string} origin
 * @param {string} region
 * @returns {Record<string, string>}
 */
export function awsEnvironment(origin, region) {
  const args = [CLI, 'env', '--port', new URL(origin).port, '--region', region, '--format', 'json']
  const { PATH } = process.env
  const variables = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env: { PATH } }))
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null))
}
