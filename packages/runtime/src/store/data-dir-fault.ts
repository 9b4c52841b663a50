import { UsageError } from '../kernel/errors.ts'

/** By the codes of the operating system and of SQLite's results (https://sqlite.org/rescode.html): what is wrong, and what to do. */
const FULL = ['its disk is full', 'Make room, then start again; nothing that was answered is lost.'] as const
const DENIED = ['it may not be written', 'Give yourself the right to write it, or keep state elsewhere.'] as const
const DAMAGED = [
  'its database is damaged',
  'Put sallyport.db back from a copy, or start over with: sallyport reset',
] as const

const FAULTS: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  13: FULL,
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: DENIED,
  8: DENIED,
  14: DENIED,
  ENOTDIR: ['a part of this path is a file', 'Name a folder with --data-dir.'],
  EEXIST: ['there is a file of this name', 'Name a folder with --data-dir.'],
  EIO: ['its disk fails', 'Look into the log of the operating system.'],
  10: ['its disk fails', 'Look into the log of the operating system.'],
  11: DAMAGED,
  26: DAMAGED,
}

/** What a person is told whose data directory cannot be used; anything else is given back as it is. */
export function explainFault(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error)) return error
  // SQLite's extended codes carry the plain one in their lowest byte.
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  const fault = FAULTS[typeof errcode === 'number' ? String(errcode & 0xff) : String(code)]
  if (!fault) return error
  const explained = new UsageError(
    'ERR_DATA_DIR',
    `${dataDir} cannot be used: ${fault[0]} (${error.message})`,
    fault[1],
  )
  explained.cause = error
  return explained
}
