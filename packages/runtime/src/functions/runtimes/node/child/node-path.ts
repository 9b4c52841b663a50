import * as nodeModule from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Hooks {
  resolve(specifier: string, context: object, next: (specifier: string, context?: object) => unknown): unknown
}

/**
 * Node looks along `NODE_PATH` for what is required, not for what is imported; on AWS an import finds the packages of
 * layers and of the runtime all the same. A name that is not found is looked for from beside each `node_modules` of
 * `NODE_PATH`.
 */
export function resolveLikeNodePath(): void {
  const parents = (process.env.NODE_PATH ?? '')
    .split(':')
    .filter((path) => path.endsWith('/node_modules'))
    .map((path) => pathToFileURL(`${dirname(path)}/_.mjs`).href)
  const { registerHooks } = nodeModule as unknown as { registerHooks?: (hooks: Hooks) => void }
  if (registerHooks) registerHooks({ resolve: (...args) => resolveFrom(parents, ...args) })
  // Hooks of Node before 22.15 live in a thread of their own, which knows nothing of this file.
  else nodeModule.register(`data:text/javascript,${encodeURIComponent(threadSource(parents))}`)
}

function resolveFrom(parents: readonly string[], ...[specifier, context, next]: Parameters<Hooks['resolve']>): unknown {
  try {
    return next(specifier, context)
  } catch (error) {
    if (/^[./]|^\w+:/.test(specifier)) throw error
    for (const parentURL of parents) {
      try {
        return next(specifier, { ...context, parentURL })
      } catch {}
    }
    throw error
  }
}

function threadSource(parents: readonly string[]): string {
  return `const parents = ${JSON.stringify(parents)}
export async function resolve(specifier, context, next) {
  try { return await next(specifier, context) } catch (error) {
    if (/^[./]|^\\w+:/.test(specifier)) throw error
    for (const parentURL of parents) try { return await next(specifier, { ...context, parentURL }) } catch {}
    throw error
  }
}`
}
