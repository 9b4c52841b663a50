import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { findHolder, LOCK_FILE, lockDataDir } from './data-dir-lock.ts'

const SINCE = Date.parse('2030-01-01T00:00:00Z')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const writeLock = (holder: object, name = LOCK_FILE) => writeFileSync(join(folder, name), JSON.stringify(holder))

/** The id of a process that has ended. */
function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  return new Promise((resolve) => child.once('exit', () => resolve(child.pid ?? 0)))
}

it('says who holds it, where, and since when', () => {
  const lock = lockDataDir(folder, SINCE)
  lock.announce('http://127.0.0.1:4567')
  expect(findHolder(folder)).toMatchObject({ pid: process.pid, origin: 'http://127.0.0.1:4567' })
  expect(() => lockDataDir(folder, SINCE)).toThrow(
    new RegExp(`process ${process.pid}, which listens on http://127.0.0.1:4567, since 2030-01-01T00:00:00.000Z`),
  )
})

it('is free again after its release', () => {
  lockDataDir(folder, SINCE).release()
  expect(findHolder(folder)).toBeUndefined()
  lockDataDir(folder, SINCE).release()
  expect(readdirSync(folder)).toEqual([])
})

it('is taken over from a process that was killed', async () => {
  writeLock({ pid: await deadPid(), since: 'earlier' })
  expect(findHolder(folder)).toBeUndefined()
  lockDataDir(folder, SINCE)
  expect(findHolder(folder)?.pid).toBe(process.pid)
})

const tellsProcessesApart = existsSync('/proc/self/stat')
if (!tellsProcessesApart) console.warn('skipped: two tests of process ids, which need /proc')

it.skipIf(!tellsProcessesApart)('is taken over when the id belongs to another process by now', () => {
  writeLock({ pid: process.pid, processStart: '1', since: 'earlier' })
  lockDataDir(folder, SINCE)
  expect(findHolder(folder)?.since).toBe('2030-01-01T00:00:00.000Z')
})

it.skipIf(!tellsProcessesApart)('is taken over from a zombie, which nobody has buried', async () => {
  // The second program takes the shell's place before the first one ends, and does not ask for it.
  const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const text = await new Promise((resolve) => parent.stdout.once('data', resolve))
    const pid = Number(text)
    await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z '))
    writeLock({ pid, since: 'earlier' })
    expect(findHolder(folder)).toBeUndefined()
  } finally {
    parent.kill()
  }
})

it('is taken over when it cannot be read', () => {
  writeFileSync(join(folder, LOCK_FILE), 'half a l')
  lockDataDir(folder, SINCE)
  expect(findHolder(folder)?.pid).toBe(process.pid)
})

it('is taken over although another take-over was killed half way', async () => {
  writeLock({ pid: await deadPid(), since: 'earlier' })
  writeLock({ pid: await deadPid(), since: 'earlier' }, `${LOCK_FILE}.takeover`)
  lockDataDir(folder, SINCE)
  expect(readdirSync(folder)).toEqual([LOCK_FILE])
})
