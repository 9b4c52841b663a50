import { existsSync, type Stats } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { watch } from 'chokidar'
import picomatch from 'picomatch'
import type { CdkJson } from '../cdk-app/cdk-json.ts'
import { WatchedContents } from './watch-contents.ts'

/** Never an app's sources, whatever its settings say. */
const NEVER = ['**/node_modules/**', '**/.*', '**/.*/**', '**/*.d.ts', '**/*.log', '**/__pycache__/**', '**/target/**']
/**
 * Always: the app is run with what stands in them. `cdk init` leaves them out for the CDK CLI's sake, whose `watch` writes
 * one of them itself.
 */
const ALWAYS = ['cdk.json', 'cdk.context.json']
/** In the folder of a virtual environment of Python: there are thousands of files beside it, of which none is the app's. */
const VIRTUAL_ENVIRONMENT = 'pyvenv.cfg'
/** Editors write a file in several steps, and several files at once. */
const QUIET_MS = 40

export interface Watching {
  /** Resolves when every file is watched. */
  readonly ready: Promise<void>
  /** Resolves with the files that have changed since it was last asked, once there are any and no more come. */
  next(): Promise<readonly string[]>
  /** Files that only the settings exclude, by their paths within the app. */
  leftOut(): readonly string[]
  /** Watches some of those all the same. They count when what is in them changes: a build may write them again. */
  watchContents(files: readonly string[]): void
  close(): Promise<void>
}

/**
 * Watches the files of an app as the CDK CLI's `watch` does: by `cdk.json`, and without what the app writes.
 *
 * @param complain hears of what cannot be watched once the rest is
 */
export function watchFiles(
  directory: string,
  output: string,
  settings: CdkJson['watch'],
  complain: (error: Error) => void = () => {},
): Watching {
  const { include, exclude } = settings ?? { include: [], exclude: [] }
  const isIncluded = picomatch(include.length > 0 ? [...include] : ['**'])
  const isNever = picomatch([...NEVER, `${slashed(relative(directory, output))}/**`], { dot: true })
  const isExcluded = picomatch([...exclude], { dot: true })
  const within = (path: string) => slashed(isAbsolute(path) ? relative(directory, path) : path)
  const leftOut = new Set<string>()
  const watcher = watch(directory, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored(path, stats?: Stats) {
      const name = within(path)
      if (name === '' || ALWAYS.includes(name)) return false
      if (fits(isNever, name) || (stats?.isDirectory() && existsSync(join(path, VIRTUAL_ENVIRONMENT)))) return true
      if (!fits(isExcluded, name)) return false
      if (stats?.isFile()) leftOut.add(name)
      return true
    },
  })
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let wake = () => {}
  const contents = new WatchedContents(directory, note)
  watcher.on('all', (event, path) => {
    const name = within(path)
    if (event === 'addDir' || event === 'unlinkDir') return
    if (ALWAYS.includes(name) || isIncluded(name)) note(name)
  })
  watcher.on('error', (error) => complain(error as Error))
  return {
    ready: new Promise((resolve, reject) => {
      watcher.once('ready', resolve)
      watcher.once('error', reject)
    }),
    async next() {
      if (changed.size === 0 || timer !== undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const files = [...changed].sort()
      changed.clear()
      // Editors make files of their own for a moment. What is gone matters only where nothing else has changed.
      const there = files.filter((file) => existsSync(join(directory, file)))
      return there.length > 0 ? there : files
    },
    leftOut: () => [...leftOut],
    watchContents(files) {
      for (const file of files) {
        contents.add(file)
        leftOut.delete(file)
      }
    },
    async close() {
      clearTimeout(timer)
      contents.close()
      await watcher.close()
    },
  }

  function note(name: string): void {
    changed.add(name)
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      wake()
    }, QUIET_MS)
  }
}

/** A pattern may be about a file, a folder, or what is in a folder. */
function fits(matches: picomatch.Matcher, name: string): boolean {
  return matches(name) || matches(`${name}/`) || matches(`${name}/x`)
}

function slashed(path: string): string {
  return path.split(sep).join('/')
}
