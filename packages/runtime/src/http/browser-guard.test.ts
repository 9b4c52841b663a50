import { describe, expect, it } from 'vitest'
import type { WireRequest } from '../kernel/wire.ts'
import { createBrowserGuard } from './browser-guard.ts'

const guard = createBrowserGuard(['http://localhost:3000'])
const objection = (headers: Record<string, string>, query = '') =>
  guard({ headers, query } as unknown as WireRequest)?.type
const DELETES = 'Action=DeleteStack&StackName=x'

describe('a tool passes', () => {
  it.each<[string, Record<string, string>, string]>([
    ['that says nothing', {}, DELETES],
    ['that names itself', { 'user-agent': 'Boto3/1.44' }, DELETES],
    ['as Node’s fetch', { 'sec-fetch-mode': 'cors', 'user-agent': 'node' }, DELETES],
    ['as PowerShell', { 'user-agent': 'Mozilla/5.0 (Windows NT; Windows NT 10.0) WindowsPowerShell/5.1' }, ''],
  ])('%s', (_, headers, query) => {
    expect(objection(headers, query)).toBeUndefined()
  })
})

describe('a page', () => {
  it.each(['http://localhost:3000', 'HTTP://LOCALHOST:3000'])('of the named origin %s may', (origin) => {
    expect(objection({ origin, 'sec-fetch-site': 'same-site' })).toBeUndefined()
  })

  it.each([
    'null',
    'https://evil.example',
    'http://localhost:3001',
    'http://127.0.0.1:4566',
    'http://a.localhost:3000',
  ])('of %s may not', (origin) => {
    expect(objection({ origin })).toBe('OriginNotAllowed')
  })

  it.each(['cross-site', 'same-site', 'same-origin', 'anything'])('may not send what bears no Origin: %s', (site) => {
    expect(objection({ 'sec-fetch-site': site }, DELETES)).toBe('OriginNotAllowed')
    expect(objection({ 'sec-fetch-site': site })).toBe('OriginNotAllowed')
  })

  it('is told by its Referer where the browser sends nothing else', () => {
    expect(objection({ referer: 'https://evil.example/page' })).toBe('OriginNotAllowed')
    expect(objection({ referer: 'nonsense' })).toBe('OriginNotAllowed')
    expect(objection({ referer: 'http://localhost:3000/page' })).toBeUndefined()
  })
})

describe('an address that somebody opens', () => {
  it('is served, unless it acts', () => {
    expect(objection({ 'sec-fetch-site': 'none' })).toBeUndefined()
    expect(objection({ 'sec-fetch-site': 'none' }, DELETES)).toBe('BrowserRequestNotAllowed')
    expect(objection({ 'user-agent': 'Mozilla/5.0 (Macintosh)' }, DELETES)).toBe('BrowserRequestNotAllowed')
  })
})

it('lets every origin in where the user said so', () => {
  expect(
    createBrowserGuard(['*'])({ headers: { origin: 'https://a.example' }, query: '' } as unknown as WireRequest),
  ).toBe(undefined)
})
