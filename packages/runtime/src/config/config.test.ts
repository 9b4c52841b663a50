import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UsageError } from '../kernel/errors.ts'
import { readConfig } from './config.ts'
import { loadConfig } from './load-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function refused(work: () => unknown): UsageError {
  try {
    work()
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('not refused')
}

it('has defaults, and cannot be changed afterwards', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    port: 4566,
    host: '127.0.0.1',
    dataDir: '.sallyport',
    issuer: 'aws',
    logLevel: 'info',
  })
  expect(Object.isFrozen(config)).toBe(true)
})

it('takes flags before the environment before the file', () => {
  const file = join(folder, 'layers.json')
  writeFileSync(file, '{"port": 1, "logLevel": "warn", "json": true}')
  const config = loadConfig({ port: '3' }, { SALLYPORT_PORT: '2', SALLYPORT_LOG_LEVEL: 'debug' }, file)
  expect(config).toMatchObject({ port: 3, logLevel: 'debug', json: true })
})

it('lets a later layer decide where state lives', () => {
  expect(readConfig({ memory: true }, { dataDir: 'x' }).dataDir).toBe('x')
  expect(readConfig({ dataDir: 'x' }, { memory: true }).dataDir).toBeUndefined()
})

it('needs no file', () => {
  expect(loadConfig({}, {}, join(folder, 'none.json')).port).toBe(4566)
})

describe('refuses', () => {
  it.each([
    ['prot', 'Did you mean port?'],
    ['datadir', 'Did you mean dataDir?'],
    ['allowOrigins', 'Did you mean allowOrigin?'],
  ])('the unknown setting %s with a suggestion', (name, hint) => {
    const error = refused(() => readConfig({ [name]: 'x' }))
    expect(error.message).toContain(name)
    expect(error.hint).toBe(hint)
  })

  it.each([
    ['port', 'many'],
    ['port', 65_536],
    ['port', -1],
    ['port', 1.5],
    ['logLevel', 'loud'],
    ['requests', -1],
    ['requests', 'many'],
    ['issuer', 'elsewhere'],
    ['issuer', 'ftp://x'],
    ['json', 'perhaps'],
    ['dataDir', ''],
    ['record', [1]],
  ])('%s = %j', (name, value) => {
    expect(refused(() => readConfig({ [name]: value })).message).toContain(name)
  })

  it.each(['0.0.0.0', '::', '192.168.0.5', 'example.com', '127.0.0.1.evil.example'])('to listen on %s', (host) => {
    expect(refused(() => readConfig({ host })).code).toBe('ERR_CONFIG_HOST')
  })

  it.each(['{', '[]', '7'])('the file %s', (text) => {
    const file = join(folder, 'broken.json')
    writeFileSync(file, text)
    expect(refused(() => loadConfig({}, {}, file)).message).toContain(file)
  })
})

describe('forward', () => {
  it('is a list of services with the addresses of other emulators', () => {
    const entries = ['dynamodb=http://127.0.0.1:8000', 'sqs=https://queues.test/base']
    expect(readConfig({ forward: entries.join(',') }).forward).toEqual(entries)
    expect(readConfig({}).forward).toEqual([])
  })

  it.each([
    ['dynamodb', 'it must be service=URL, as in dynamodb=http://127.0.0.1:8000'],
    ['dynamodb=127.0.0.1:8000', 'it must be service=URL'],
    ['dynamodb=ftp://127.0.0.1', 'it must be service=URL'],
    ['dynamodb=http://me:secret@127.0.0.1', 'it must be service=URL'],
    ['Dynamo DB=http://127.0.0.1', 'it must be service=URL'],
    ['s3=http://127.0.0.1:9000', 's3 cannot be forwarded: it is emulated here'],
    ['sqs=http://127.0.0.1:1,sqs=http://127.0.0.1:2', 'sqs is forwarded to two addresses'],
  ])('refuses %s', (forward, message) => {
    expect(() => readConfig({ forward })).toThrow(message)
  })
})
