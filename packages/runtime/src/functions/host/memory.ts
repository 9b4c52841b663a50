import { readFileSync } from 'node:fs'

/** The most that a process has held, in megabytes. 0 where the system does not tell (Linux does). */
export function peakMemoryMb(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return Math.ceil(Number(kilobytes ?? 0) / 1024)
  } catch {
    return 0
  }
}
