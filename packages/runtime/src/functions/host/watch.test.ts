import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startWatch, watchCommand } from './watch.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-watch-'))
})
const started: ChildProcess[] = []
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const ended = (child: ChildProcess) =>
  new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))

/** Something that looks at nothing, in a session of its own. */
function looping(mark: string): ChildProcess {
  const child = spawn('sh', ['-c', 'trap "" TERM; while :; do :; done'], {
    env: { LAMBDA_RUNTIME_DIR: mark },
    stdio: 'ignore',
    detached: true,
  })
  started.push(child)
  return child
}

describe.skipIf(process.platform !== 'linux')('a watch', () => {
  it('ends what carries the mark, and removes the folder, when its server is gone', async () => {
    const mark = join(folder, 'environments', 'abc')
    writeFileSync(join(folder, 'file'), '')
    const [own, other] = [looping(`${mark}def`), looping(join(folder, 'environments', 'xyz'))]
    const { command, args } = watchCommand({ mark, folder })
    const watch = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'] })
    // As the system closes it when a process ends.
    watch.stdin?.destroy()
    expect(await ended(own)).toBe('SIGKILL')
    await ended(watch)
    expect(existsSync(folder)).toBe(false)
    expect(other.exitCode ?? other.signalCode).toBeNull()
  })

  it('leaves all as it is where the server has ended in order', async () => {
    const { command, args } = watchCommand({ mark: folder, folder })
    const watch = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'] })
    watch.stdin?.end('done\n')
    await ended(watch)
    expect(existsSync(folder)).toBe(true)
    startWatch({ mark: folder, folder }).stop()
  })
})
