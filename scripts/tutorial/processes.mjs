// Programs that this process starts: it takes them with it, however it ends.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const running = new Set()
process.once('exit', () => signalAll('SIGTERM'))

/** Starts a program in a group of its own: Ctrl-C is for this process, which then tells the group, once. */
export function start(command, args, options) {
  const child = spawn(command, args, { detached: true, ...options })
  running.add(child)
  const forget = () => running.delete(child)
  child.once('exit', forget)
  child.once('error', forget)
  return child
}

/** Resolves when all of them have ended. */
export async function stopAll() {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve)))
  signalAll('SIGTERM')
  await Promise.all(ended)
}

function signalAll(signal) {
  for (const { pid } of running) {
    try {
      process.kill(-pid, signal)
    } catch (error) {
      // It has ended, and we have not been told yet.
      if (error.code !== 'ESRCH') throw error
    }
  }
}

/** Resolves with the exit code that a first signal stands for. A second one ends everything at once. */
export function interruption() {
  return new Promise((resolve) => {
    let interrupted = false
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        const code = 128 + constants.signals[signal]
        if (interrupted) {
          signalAll('SIGKILL')
          process.exit(code)
        }
        interrupted = true
        resolve(code)
      })
    }
  })
}
