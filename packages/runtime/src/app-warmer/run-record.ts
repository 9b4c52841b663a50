import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { CompilerOptions } from 'typescript'

/** What a run of the app has loaded of libraries: the next one is going to need it, too. */
export interface RunRecord {
  /** Files of modules, in the order in which they were loaded. */
  readonly modules: readonly string[]
  /** The one that checks templates with an engine of its own, if it has made it. */
  readonly checker?: string
  /** The types of resources that it has made that engine for, if it makes one for those alone. */
  readonly checkedTypes?: readonly string[]
  readonly compiler?: CompilerRecord
}

/** What ts-node had TypeScript read. */
export interface CompilerRecord {
  /** The file of TypeScript itself. */
  readonly module: string
  readonly options: CompilerOptions
  /** Files of declarations. */
  readonly files: readonly string[]
}

const NOTHING: RunRecord = { modules: [] }

export function readRecord(path: string): RunRecord {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunRecord
  } catch {
    return NOTHING
  }
}

/** Nobody finds half of one there. */
export function writeRecord(path: string, record: RunRecord): void {
  writeFileSync(`${path}.new`, JSON.stringify(record))
  renameSync(`${path}.new`, path)
}
