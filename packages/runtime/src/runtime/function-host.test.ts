import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readConfig, type Settings } from '../config/config.ts'
import { UsageError } from '../kernel/errors.ts'
import { unsafeSeededRandom } from '../kernel/random.ts'
import { createFunctionHost, hotDirectories, retryDelaysMs } from './function-host.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-host-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const hostOf = (settings: Settings) =>
  createFunctionHost({
    settings: readConfig(settings),
    random: unsafeSeededRandom(),
    origin: () => 'http://127.0.0.1:4566',
    proxy: () => 'http://functions:pass@127.0.0.1:4566',
    caCertificate: async () => 'PEM\n',
  })

it('lies below the data directory, and makes AWS names reach the server', async () => {
  const host = hostOf({ dataDir, python: '/opt/python', inspectFunctions: true, functionsUser: '1000' })
  expect(host.folder).toBe(join(dataDir, 'functions'))
  expect(host).toMatchObject({
    interpreters: { node: process.execPath, python: '/opt/python', java: 'java' },
    inspect: true,
    user: { uid: 1000, gid: 1000 },
  })
  const names = await host.awsNames()
  expect(names).toMatchObject({
    HTTPS_PROXY: 'http://functions:pass@127.0.0.1:4566',
    NO_PROXY: 'localhost,127.0.0.1,::1',
  })
  expect(names.NODE_OPTIONS).toMatch(/^--require=.*node-proxy\.cjs"?$/)
  expect(readFileSync(names.NODE_EXTRA_CA_CERTS ?? '', 'utf8')).toBe('PEM\n')
  expect(readFileSync(names.AWS_CA_BUNDLE ?? '', 'utf8')).toMatch(/^PEM\n/)
  host.remove()
  expect(existsSync(host.folder)).toBe(true)
})

it('leaves nothing behind where nothing is kept', async () => {
  const host = hostOf({ memory: true })
  await host.awsNames()
  expect(existsSync(host.folder)).toBe(true)
  host.remove()
  expect(existsSync(host.folder)).toBe(false)
  expect(host).not.toHaveProperty('user')
})

it('reads what its user says of functions', () => {
  const config = readConfig({ hot: ['fn=src/fn'], functionRetries: 'aws' })
  expect(hotDirectories(config)).toEqual({ fn: resolve('src/fn') })
  expect(retryDelaysMs(config)).toEqual([60_000, 120_000])
  expect(retryDelaysMs(readConfig({}))).toEqual([1000, 2000])
})

it.each([[{ hot: ['no-directory'] }], [{ functionsUser: 'root' }], [{ functionRetries: 'never' as 'aws' }]])(
  'refuses %j',
  (settings) => {
    expect(() => readConfig(settings)).toThrow(UsageError)
  },
)
