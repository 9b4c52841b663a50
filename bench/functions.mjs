// What the engine that runs functions costs beside the least that a child process can be: a warm invocation beside frames
// of the same size through a bare pipe, and a cold start beside `node -e 0`. Run in a process of its own.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createFunctionEngine } from '../packages/runtime/build/functions/engine.js'
import { median } from './report.mjs'

const INVOCATIONS = 5000
const WARM_UP = 2000
const ROUNDS = 5
const STARTS = 15
const EVENT = Buffer.from(JSON.stringify({ path: '/awesomeapi', headers: { accept: '*/*' }, body: 'x'.repeat(500) }))
const NEXT_HEAD_BYTES = 300

/** Microseconds of this process, and of all that is between two answers, for each of `count`. */
async function measured(count, once) {
  const cpu = process.cpuUsage()
  const started = performance.now()
  for (let i = 0; i < count; i++) await once()
  const { user, system } = process.cpuUsage(cpu)
  return { cpu: (user + system) / count, wall: ((performance.now() - started) / count) * 1000 }
}

/** A child that reads what it gets as JSON, as soon as it has all of it, and sends that back a turn later. */
function bareChild(bytes) {
  const script = `const { Socket } = require('net'); const socket = new Socket({ fd: 3, readable: true, writable: true })
    let text = ''; socket.setEncoding('latin1').on('data', (chunk) => { text += chunk; if (text.length < ${bytes}) return
      const event = JSON.parse(text); text = ''; setImmediate(() => require('fs').writeSync(3, JSON.stringify(event))) })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
  const pipe = /** @type {import('node:net').Socket} */ (child.stdio[3])
  const event = Buffer.from(JSON.stringify('x'.repeat(bytes - 2)))
  let answered = (_value) => {}
  let got = 0
  pipe.on('data', (chunk) => {
    got += chunk.length
    if (got < bytes) return
    got = 0
    answered(undefined)
  })
  const exchange = () =>
    new Promise((resolve) => {
      answered = resolve
      pipe.write(event)
    })
  return { exchange, end: () => child.kill('SIGKILL') }
}

function engineIn(folder) {
  return createFunctionEngine({
    host: {
      folder,
      origin: () => 'http://127.0.0.1:4566',
      awsNames: async () => ({}),
      interpreters: { node: process.execPath },
      sdkModules: [],
      inspect: false,
    },
    logs: { write() {} },
    logger: { log() {}, enabled: () => false },
    random: { bytes: randomBytes },
  })
}

function functionOf() {
  let made = 0
  const of = {
    place: { account: '000000000000', region: 'us-east-1' },
    functionName: 'bench',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
    version: '$LATEST',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    timeoutMs: 10_000,
    memoryMb: 128,
    layers: [],
    variables: {},
    logging: { group: '/aws/lambda/bench', format: /** @type {const} */ ('Text') },
    credentials: () => ({ accessKeyId: 'A', secretAccessKey: 'B', sessionToken: 'C' }),
  }
  const sha256 = createHash('sha256').update(archive).digest('hex')
  return () => ({ ...of, id: `${made++}`, code: { sha256, read: async () => archive } })
}

const invocation = () => ({
  requestId: '00000000-0000-4000-8000-000000000000',
  invokedArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  payload: EVENT,
  traceId: 'Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0',
  streams: false,
  wantsLogTail: false,
})

/** `index.js`, which answers with the event, stored in a zip archive. */
const archive = Buffer.from(
  'UEsDBBQAAAAAAAAAIVDS8b7LKQAAACkAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoZXZlbnQpID0+IGV2ZW50ClBLAQIUAxQAAAAAAAAAIVDS8b7LKQAAACkAAAAIAAAAAAAAAAAAAACkgQAAAABpbmRleC5qc1BLBQYAAAAAAQABADYAAABPAAAAAAA=',
  'base64',
)

const folder = mkdtempSync(join(tmpdir(), 'sallyport-functions-'))
const engine = engineIn(folder)
try {
  const next = functionOf()
  const version = next()
  const bare = bareChild(EVENT.length + NEXT_HEAD_BYTES)
  const invoke = () => engine.invoke(version, invocation())
  await measured(WARM_UP, bare.exchange)
  await measured(WARM_UP, invoke)
  const rounds = { bare: [], engine: [], bareWall: [], engineWall: [], node: [], cold: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const pipe = await measured(INVOCATIONS, bare.exchange)
    const warm = await measured(INVOCATIONS, invoke)
    rounds.bare.push(pipe.cpu)
    rounds.bareWall.push(pipe.wall)
    rounds.engine.push(warm.cpu)
    rounds.engineWall.push(warm.wall)
  }
  bare.end()
  for (let round = 0; round < STARTS; round++) {
    rounds.node.push(await milliseconds(() => exited(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }))))
    const cold = next()
    rounds.cold.push(await milliseconds(() => engine.invoke(cold, invocation())))
  }
  console.log(JSON.stringify(Object.fromEntries(Object.entries(rounds).map(([name, list]) => [name, median(list)]))))
} finally {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
}

async function milliseconds(work) {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function exited(child) {
  return new Promise((resolve) => child.once('exit', resolve))
}
