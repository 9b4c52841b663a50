import { existsSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { watch } from 'chokidar'
import picomatch from 'picomatch'
import type { CdkJson } from '../cdk-app/cdk-json.ts'

/** Never an app's sources, whatever its settings say. */
const NEVER = ['**/node_modules/**', '**/.*', '**/.*/**', '**/*.d.ts', '**/__pycache__/**', '**/target/**']
/** Editors write a file in several steps, and several files at once. */
const QUIET_MS = 40

export interface Watching {
  /** Resolves when every file is watched. */
  readonly ready: Promise<void>
  /** Resolves with the files that have changed since it was last asked, once there are any and no more come. */
  next(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Watches the files of an app as the CDK CLI's `watch` does: by `cdk.json`, and without what the app writes. */
export function watchFiles(directory: string, output: string, settings: CdkJson['watch']): Watching {
  const { include, exclude } = settings ?? { include: [], exclude: [] }
  const isIncluded = picomatch(include.length > 0 ? [...include] : ['**'])
  const isExcluded = picomatch([...NEVER, ...exclude, `${slashed(relative(directory, output))}/**`], { dot: true })
  const watcher = watch(directory, {
    ignoreInitial: true,
    ignored: (path) => {
      const within = slashed(relative(directory, path))
      return within !== '' && (isExcluded(within) || isExcluded(`${within}/`) || isExcluded(`${within}/x`))
    },
  })
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let wake = () => {}
  watcher.on('all', (event, path) => {
    const within = slashed(isAbsolute(path) ? relative(directory, path) : path)
    if (event === 'addDir' || event === 'unlinkDir' || !isIncluded(within)) return
    changed.add(within)
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      wake()
    }, QUIET_MS)
  })
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
    async close() {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}

function slashed(path: string): string {
  return path.split(sep).join('/')
}
