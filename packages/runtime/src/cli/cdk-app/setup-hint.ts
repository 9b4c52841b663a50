import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CommandFailure } from '../command.ts'
import type { SynthesisRequest } from './synthesize.ts'

type Setup = Pick<SynthesisRequest, 'app' | 'directory' | 'env'>

/** A Python that the shell finds, and not one that is named by its path. */
const PYTHON = /^python[\d.]*\s/
const ENVIRONMENTS = ['.venv', 'venv']

/**
 * What a newcomer's folder often lacks when an app fails: the libraries that it is made of. What the app says of that is
 * right, and does not tell what to do.
 */
export function withSetupHint(error: unknown, setup: Setup): unknown {
  if (!(error instanceof CommandFailure) || error.hint !== undefined) return error
  const hint = hintOf(setup)
  return hint === undefined ? error : new CommandFailure(error.message, hint)
}

function hintOf({ app, directory, env }: Setup): string | undefined {
  const has = (...path: readonly string[]) => existsSync(join(directory, ...path))
  const environment = ENVIRONMENTS.find((folder) => has(folder, 'pyvenv.cfg'))
  if (PYTHON.test(app) && environment !== undefined && env.VIRTUAL_ENV === undefined) {
    const activate =
      process.platform === 'win32' ? `${environment}\\Scripts\\activate` : `source ${environment}/bin/activate`
    return `The app's virtual environment is not active in this shell. Activate it and try again: ${activate}`
  }
  if (!has('package.json') || isInstalled(directory)) return undefined
  return `Nothing of package.json is installed here. Install it and try again: ${has('package-lock.json') ? 'npm ci' : 'npm install'}`
}

/** Workspaces have their libraries in a folder above; some package managers in a file. */
function isInstalled(directory: string): boolean {
  if (['node_modules', '.pnp.cjs', '.pnp.js'].some((name) => existsSync(join(directory, name)))) return true
  const above = join(directory, '..')
  return above !== directory && isInstalled(above)
}
