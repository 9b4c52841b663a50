import { relative, resolve, sep } from 'node:path'

const PROGRAM = /\.[cm]?[jt]sx?$/
/** Those that run the app within their own process; tsx starts one for it. */
const RUNNERS =
  /[\\/]node_modules[\\/]ts-node[\\/]dist[\\/](?:bin|bin-script|bin-transpile|child[\\/]child-entrypoint)\.js$/

/**
 * Whether this is the process that is going to run the app, and not one on the way there, such as npx: its script is a
 * program of the app's own folder, or a runner that has one among its arguments.
 *
 * @param realPath follows links, as those in `node_modules/.bin`
 */
export function isAppProcess(argv: readonly string[], directory: string, realPath: (path: string) => string): boolean {
  const [, script, ...rest] = argv
  if (script === undefined) return false
  const file = realPath(resolve(directory, script))
  if (RUNNERS.test(file)) return !rest.includes('--esm') && rest.some((argument) => PROGRAM.test(argument))
  const path = relative(directory, resolve(directory, script))
  const isOwn = !path.startsWith('..') && !path.split(sep).some((name) => name === 'node_modules' || name[0] === '.')
  return isOwn && PROGRAM.test(path)
}
