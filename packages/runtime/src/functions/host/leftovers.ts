import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const ROUNDS = 5

/**
 * Ends processes that carry `mark` in their environment: whatever a function has started carries it on, in whatever group
 * or session, unless it was started without its environment. Linux tells the environment of others; elsewhere nothing is
 * found.
 */
export async function endMarked(mark: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const found = await marked(mark)
    if (found.length === 0) return
    for (const pid of found) kill(pid)
  }
}

async function marked(mark: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => [])
  const found: number[] = []
  for (const name of names) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    // That of somebody else, or of one that is gone, cannot be read; that of one that is a zombie is empty.
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '')
    if (environment.includes(mark)) found.push(pid)
  }
  return found
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone.
  }
}

/**
 * When a process was started, as the system counts. Two processes of one id never have the same. Undefined where there is
 * no such process.
 */
export async function startOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
    // Behind the command's name, which may hold anything, the 22nd field of proc(5).
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return startByPs(pid)
  }
}

async function startByPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}
