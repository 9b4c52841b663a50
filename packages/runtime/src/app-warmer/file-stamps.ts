import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from './run-record.ts'

/** What package managers write when they have changed something, beside the packages themselves. */
const MARKS = [
  'node_modules',
  'node_modules/.package-lock.json',
  'node_modules/.yarn-state.yml',
  'node_modules/.modules.yaml',
]

/** Says later whether the files that were read ahead are still what they were. */
export function stampFiles({ modules, compiler, checker }: RunRecord, directory: string): () => boolean {
  const marks = MARKS.map((mark) => join(directory, mark))
  const files = [...marks, ...modules, ...(compiler?.files ?? []), ...(checker === undefined ? [] : [checker])]
  const before = files.map(stampOf)
  return () => files.every((file, index) => stampOf(file) === before[index])
}

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : ''
}
