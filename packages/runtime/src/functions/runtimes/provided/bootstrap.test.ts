import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findBootstrap } from './bootstrap.ts'
import { whyNotHere } from './executable.ts'

let folder: string
let task: string
let opt: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'provided-'))
  task = join(folder, 'task')
  opt = join(folder, 'opt')
  mkdirSync(task)
  mkdirSync(opt)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(root: string, mode: number, content: string | Buffer = '#!/bin/sh\n'): string {
  const path = join(root, 'bootstrap')
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

it('takes the bootstrap of the function before that of a layer (facts 6.7)', async () => {
  const layer = put(opt, 0o755)
  expect(await findBootstrap(task, opt)).toBe(layer)
  const own = put(task, 0o755)
  expect(await findBootstrap(task, opt)).toBe(own)
})

it('passes over a folder of that name', async () => {
  mkdirSync(join(task, 'bootstrap'))
  const layer = put(opt, 0o755)
  expect(await findBootstrap(task, opt)).toBe(layer)
})

it('says what is missing as AWS does (facts 6.7)', async () => {
  await expect(findBootstrap(task, opt)).rejects.toMatchObject({
    name: 'InvalidEntrypoint',
    message: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
  })
  put(task, 0o644)
  await expect(findBootstrap(task, opt)).rejects.toThrow('fork/exec /var/task/bootstrap: permission denied')
})

const linux = (arch: string) => ({ platform: 'linux', arch }) as const

function program(machine: number): Buffer {
  const head = Buffer.alloc(64)
  head.write('\x7fELF', 'latin1')
  head.writeUInt16LE(machine, 18)
  return head
}

it('knows a program of another processor or system before it is started', async () => {
  const arm = put(task, 0o755, program(183))
  expect(await whyNotHere(arm, linux('arm64'))).toBeUndefined()
  expect(await whyNotHere(arm, linux('x64'))).toBe('is a program for arm64, and this is x64')
  expect(await whyNotHere(arm, { platform: 'darwin', arch: 'arm64' })).toBe(
    'is a program for Linux, and this is darwin',
  )
  const script = put(opt, 0o755)
  expect(await whyNotHere(script, { platform: 'darwin', arch: 'arm64' })).toBeUndefined()
  expect(await whyNotHere(script, { platform: 'win32', arch: 'x64' })).toBe('is for Linux, and this is Windows')
})
