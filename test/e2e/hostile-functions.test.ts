import { readFileSync } from 'node:fs'
import { CreateFunctionCommand, type CreateFunctionCommandInput, InvokeCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMachineClient, type MachineClient } from '../support/machine-client.ts'
import { uniqueName } from '../support/names.ts'
import { processesWith } from '../support/processes.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'
import { tokenFor } from '../support/tokens.ts'
import { zipOf } from '../support/zip.ts'

const MB = 1024 * 1024
const WRITES = `
const { writeSync } = require('node:fs')
function write(descriptor, bytes) {
  for (let at = 0; at < bytes.length; )
    try { at += writeSync(descriptor, bytes, at) } catch (error) { if (error.code !== 'EAGAIN') throw error }
}
`

interface Hostile {
  readonly program: string
  /** Of the error, or nothing where it ends well. */
  readonly errorType?: string
  readonly settings?: Partial<CreateFunctionCommandInput>
}

const HOSTILE: Readonly<Record<string, Hostile>> = {
  'writes 256 MB': {
    program: `const bytes = Buffer.alloc(1 << 20, 'x'.repeat(99) + '\\n')
      exports.handler = async () => { for (let i = 0; i < 256; i++) write(1, bytes) }`,
  },
  'writes millions of empty lines': {
    program: `const bytes = Buffer.alloc(1 << 20, '\\n')
      exports.handler = async () => { for (let i = 0; i < 64; i++) write(1, bytes) }`,
  },
  'writes what is no text': {
    program: `const { randomBytes } = require('node:crypto')
      exports.handler = async () => { for (let i = 0; i < 64; i++) write(i % 2 + 1, randomBytes(1 << 20)) }`,
  },
  'writes to the pipe of its runtime': {
    program: `exports.handler = async () => write(3, Buffer.alloc(100_000, 0xff))`,
    errorType: 'Runtime.ExitError',
  },
  'leaves processes behind': {
    program: `const { spawn } = require('node:child_process')
      exports.handler = async () => {
        for (let i = 0; i < 20; i++) spawn('sh', ['-c', 'sleep 600 & sleep 600'], { detached: true, stdio: 'inherit' }).unref()
      }`,
  },
  'eats memory': {
    program: `exports.handler = async () => { for (const all = [];;) all.push('x'.repeat(1 << 20).split('')) }`,
    errorType: 'Runtime.ExitError',
  },
  hangs: {
    program: `exports.handler = async () => { while (true); }`,
    settings: { Timeout: 1 },
    errorType: 'Sandbox.Timedout',
  },
  'stops itself': {
    program: `exports.handler = async () => process.kill(process.pid, 'SIGSTOP')`,
    settings: { Timeout: 1 },
    errorType: 'Sandbox.Timedout',
  },
  'answers with 50 MB': {
    program: `exports.handler = async () => 'x'.repeat(50 << 20)`,
    settings: { MemorySize: 1024 },
    errorType: 'Function.ResponseSizeTooLarge',
  },
  'throws 10 MB': {
    program: `exports.handler = async () => { throw new Error('x'.repeat(10 << 20)) }`,
    settings: { MemorySize: 1024 },
    errorType: 'Function.ResponseSizeTooLarge',
  },
}

// What the server holds of all these together: logs of 8 MB for each, and what is on its way.
const MAY_GROW_BY = 250 * MB

describe.skipIf(process.platform !== 'linux')('while a function of somebody else', () => {
  let sallyport: SallyportProcess
  let machine: MachineClient
  let memoryBefore: number
  const mark = uniqueName('hostile')
  beforeAll(async () => {
    sallyport = await startSallyport({ args: ['--log-level', 'error'] })
    machine = await createMachineClient(awsClients(sallyport).cognito)
    await create('other', { program: 'exports.handler = async (event) => event' })
    await others()
    memoryBefore = memory()
  })
  afterAll(async () => {
    await sallyport?.stop()
  })

  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${sallyport.pid}/status`, 'utf8'))?.[1]) * 1024

  const create = (FunctionName: string, { program, settings }: Hostile) =>
    awsClients(sallyport).lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/any',
        Timeout: 60,
        Environment: { Variables: { MARK: mark } },
        Code: { ZipFile: zipOf({ 'index.js': WRITES + program }) },
        ...settings,
      }),
    )

  async function call(FunctionName: string, event: object) {
    const input = { FunctionName, Payload: JSON.stringify(event) }
    const { Payload } = await awsClients(sallyport).lambda.send(new InvokeCommand(input))
    return JSON.parse(Payload?.transformToString() || 'null')
  }

  /** Another function, and a token: what the rest of the team is doing. */
  async function others() {
    const from = performance.now()
    expect(await call('other', { well: true })).toEqual({ well: true })
    expect((await tokenFor(sallyport.origin, machine, 'orders/read')).token_type).toBe('Bearer')
    return performance.now() - from
  }

  it.each(Object.entries(HOSTILE))('%s, others are served, and the server stays small', async (what, hostile) => {
    const FunctionName = what.replaceAll(' ', '-')
    await create(FunctionName, hostile)
    let ended: { errorType?: string } | null | undefined
    const attack = call(FunctionName, {}).then((answer) => (ended = answer))
    const took: number[] = []
    let most = 0
    do {
      took.push(await others())
      most = Math.max(most, memory())
    } while (ended === undefined)
    await attack
    expect(ended?.errorType).toBe(hostile.errorType)
    expect(most - memoryBefore).toBeLessThan(MAY_GROW_BY)
    // A limit against standing still: how long it takes depends on what else the machine does.
    expect(Math.max(...took)).toBeLessThan(3000)
  })

  it('was stopped with the server, nothing of it is left', async () => {
    expect(processesWith(mark).length).toBeGreaterThan(20)
    await sallyport.stop()
    expect(processesWith(mark)).toEqual([])
  })
})
