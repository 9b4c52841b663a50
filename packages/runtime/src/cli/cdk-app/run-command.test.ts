import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runCommand } from './run-command.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-run-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const asked = (script: string) => ({
  command: `echo begin; "${process.execPath}" -e "${script}"; echo end`,
  directory: folder,
  env: process.env,
})

it('tells what a command prints, line by line', async () => {
  const printed: string[] = []
  await runCommand({ ...asked(`console.error('of ' + process.cwd())`), print: (line) => void printed.push(line) })
  expect([...printed].sort()).toEqual(['begin', 'end', `of ${folder}`])
})

it('tells how a command failed', async () => {
  const failing = { ...asked(''), command: `"${process.execPath}" -e "process.exit(3)"` }
  await expect(runCommand({ ...failing, print: 'nobody' })).rejects.toThrow(/the app ended with exit code 3: /)
  const nowhere = { ...asked(''), directory: join(folder, 'gone') }
  await expect(runCommand({ ...nowhere, print: 'nobody' })).rejects.toThrow(/the app cannot be run: .*ENOENT/)
})

it.skipIf(process.platform === 'win32')('ends all that a command has started', async () => {
  const stopping = new AbortController()
  const started = join(folder, 'pid')
  const script = `require('node:fs').writeFileSync('${started}', String(process.pid)); setInterval(() => {}, 1000)`
  const running = runCommand({ ...asked(script), print: 'nobody', signal: stopping.signal })
  await vi.waitFor(() => expect(existsSync(started) && readFileSync(started, 'utf8')).toMatch(/^\d+$/), 10_000)
  stopping.abort()
  await expect(running).rejects.toThrow('the app ended with SIGTERM')
  const pid = Number(readFileSync(started, 'utf8'))
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(/ESRCH/), 10_000)
})
