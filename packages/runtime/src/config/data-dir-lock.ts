import { closeSync, linkSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { isJsonObject } from '../kernel/json.ts'

/** Who holds a data directory, as written into it. */
export interface LockHolder {
  readonly pid: number
  /** When that process was started, as the kernel counts; tells a reused pid. Undefined where /proc is missing. */
  readonly processStart?: string
  /** Where it listens, once it does. */
  readonly origin?: string
  readonly since: string
}

export interface DataDirLock {
  /** Writes down where this process listens, for the other commands. */
  announce(origin: string): void
  release(): void
}

export const LOCK_FILE = 'sallyport.lock'

/**
 * Takes a data directory for this process. A lock whose process is gone (`kill -9`) is taken over; one that is held
 * makes a {@link UsageError} that says by whom.
 */
export function lockDataDir(dataDir: string, nowMs: number): DataDirLock {
  const path = join(dataDir, LOCK_FILE)
  const [, processStart] = processStat(process.pid)
  const own: LockHolder = {
    pid: process.pid,
    processStart,
    since: new Date(nowMs).toISOString(),
  }
  for (;;) {
    if (createExclusively(path, own)) break
    const holder = readHolder(path)
    if (holder && isAlive(holder)) throw heldBy(dataDir, holder)
    removeStale(path, own)
  }
  return {
    announce(origin) {
      writeFileSync(`${path}.${process.pid}`, JSON.stringify({ ...own, origin }))
      renameSync(`${path}.${process.pid}`, path)
    },
    release() {
      if (readHolder(path)?.pid === process.pid) unlinkSync(path)
    },
  }
}

/** The process that holds a data directory now, if one does. */
export function findHolder(dataDir: string): LockHolder | undefined {
  const holder = readHolder(join(dataDir, LOCK_FILE))
  return holder && isAlive(holder) ? holder : undefined
}

/** Written beside and linked into place, so that nobody ever reads half a lock. */
function createExclusively(path: string, holder: LockHolder): boolean {
  const own = `${path}.${process.pid}`
  const file = openSync(own, 'w', 0o644)
  writeSync(file, JSON.stringify(holder))
  closeSync(file)
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(own)
  }
}

/**
 * Of several processes that find the same stale lock, one at a time may remove it, and looks again before it does: else
 * the slower one would remove the lock that the faster one has just taken.
 */
function removeStale(path: string, own: LockHolder): void {
  const guard = `${path}.takeover`
  if (!createExclusively(guard, own)) {
    const other = readHolder(guard)
    // Somebody else is at it: look again. A guard whose owner was killed would stay for ever.
    if (!other || !isAlive(other)) unlinkIfThere(guard)
    return
  }
  try {
    const holder = readHolder(path)
    if (!holder || !isAlive(holder)) unlinkIfThere(path)
  } finally {
    unlinkIfThere(guard)
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function readHolder(path: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!isJsonObject(value) || typeof value.pid !== 'number') return undefined
    return value as unknown as LockHolder
  } catch {
    return undefined
  }
}

/** Whether a process with this id runs now. */
export function isRunning(pid: number): boolean {
  return isAlive({ pid })
}

function isAlive(holder: Pick<LockHolder, 'pid' | 'processStart'>): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const [state, processStart] = processStat(holder.pid)
  // A zombie has ended; its parent has not asked yet (the first process of a container often never does).
  if (state === 'Z') return false
  return holder.processStart === undefined || processStart === undefined || holder.processStart === processStart
}

/** Fields 3 and 22 of /proc/{pid}/stat, counted behind the command's name, which may hold anything (proc(5)). */
function processStat(pid: number): readonly [state?: string, start?: string] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return [fields[0], fields[19]]
  } catch {
    return []
  }
}

function heldBy(dataDir: string, { pid, origin, since }: LockHolder): UsageError {
  const where = origin ? `, which listens on ${origin}` : ''
  return new UsageError(
    'ERR_DATA_DIR_HELD',
    `${dataDir} is held by process ${pid}${where}, since ${since}`,
    `Use that one, stop it (sallyport stop --data-dir ${dataDir}), or give this one another with --data-dir.`,
  )
}
