import { describe, expect, it } from 'vitest'
import type { WireRequest } from '../kernel/wire.ts'
import { createBrowserGuard } from './browser-guard.ts'
import { createConsoleGuard } from './console-guard.ts'

const OWN = 'http://127.0.0.1:4566'
const KEY = 'k'.repeat(32)
const guard = createConsoleGuard(KEY, createBrowserGuard(['http://localhost:3000']))

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
}

const objection = ({ method = 'POST', path = '/_sallyport/clock', query = '', headers = {} }: Sent) =>
  guard({ method, path, query, headers, origin: OWN } as unknown as WireRequest)?.type
const page = { origin: OWN, 'sec-fetch-site': 'same-origin' }

describe("the console's page", () => {
  it('may call with its key, whatever way it can send it', () => {
    expect(objection({ headers: { ...page, 'x-sallyport-console': KEY } })).toBeUndefined()
    // A page that asks its own origin with GET sends no Origin; EventSource sends no header either.
    const asked = { method: 'GET', headers: { 'sec-fetch-site': 'same-origin' } }
    expect(objection({ ...asked, query: `console=${KEY}` })).toBeUndefined()
  })

  it('is not known by its origin alone: pages of deployed APIs share it', () => {
    expect(objection({ headers: page })).toBe('OriginNotAllowed')
    expect(objection({ method: 'GET', headers: { 'sec-fetch-site': 'same-origin' } })).toBe('OriginNotAllowed')
  })

  it.each(['', 'k', `${KEY}k`, KEY.replace('k', 'K'), 'ÿ'.repeat(32)])('is told from others by %j', (key) => {
    expect(objection({ headers: { ...page, 'x-sallyport-console': key } })).toBe('ConsoleKeyUnknown')
  })
})

describe('another page that knows the key', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port', { origin: 'http://127.0.0.1:4567', 'sec-fetch-site': 'same-site' }],
    ['no origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['a site that says so', { 'sec-fetch-site': 'cross-site' }],
    ['a page before it', { referer: `${OWN}.evil.example/` }],
  ])('of %s may not call', (_, headers) => {
    expect(objection({ headers: { ...headers, 'x-sallyport-console': KEY } })).toBe('OriginNotAllowed')
  })
})

it('lets tools and named origins in without a key', () => {
  expect(objection({})).toBeUndefined()
  expect(objection({ headers: { origin: 'http://localhost:3000' } })).toBeUndefined()
})

it.each(['/_sallyport', '/_sallyport/', '/_sallyport/icon.svg', '/_sallyport/assets/index-abcd1234.js'])(
  'gives %s to every page that links to it',
  (path) => {
    const headers = { 'sec-fetch-site': 'cross-site', referer: 'https://docs.example/' }
    expect(objection({ method: 'GET', path, headers })).toBeUndefined()
    expect(objection({ method: 'POST', path, headers })).toBe('OriginNotAllowed')
  },
)

it.each(['/_sallyport/assets/../clock', '/_sallyport/assets/a/b', '/_sallyport/status', '/_sallyport//'])(
  'guards %s',
  (path) => {
    expect(objection({ method: 'GET', path, headers: { 'sec-fetch-site': 'cross-site' } })).toBe('OriginNotAllowed')
  },
)
