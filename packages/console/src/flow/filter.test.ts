import { describe, expect, it } from 'vitest'
import type { RequestSummary } from '../api/contract.ts'
import { filterOf, isEmpty, matcherOf } from './filter.ts'

const request: RequestSummary = {
  requestId: 'Id-1',
  plane: 'execute-api',
  api: 'a1b2',
  stage: 'prod',
  method: 'GET',
  path: '/Orders/7',
  status: 403,
  startedAt: '2030-01-01T00:00:00.000Z',
  durationMs: 2,
  client: 'partner',
  refusal: 'scopes',
}

describe('a filter of the address', () => {
  it.each([
    [{}, true],
    [{ refused: '1' }, true],
    [{ client: 'partner', api: 'a1b2', status: '4' }, true],
    [{ status: '403' }, true],
    [{ status: '5' }, false],
    [{ client: 'other' }, false],
    [{ api: 'other' }, false],
    [{ text: ' get /orders ' }, true],
    [{ text: 'id-1' }, true],
    [{ text: 'SCOPES' }, true],
    [{ text: 'nothing' }, false],
    [{ status: '4', text: 'nothing' }, false],
  ])('%o: %s', (params, passes) => {
    expect(matcherOf(filterOf(params as Record<string, string>))(request)).toBe(passes)
  })

  it('leaves what went well away, if only refusals are asked for', () => {
    expect(matcherOf(filterOf({ refused: '1' }))({ ...request, status: 200 })).toBe(false)
  })

  it('is empty where nothing narrows the list down', () => {
    expect(isEmpty(filterOf({}))).toBe(true)
    expect(isEmpty(filterOf({ refused: '0', other: 'x' }))).toBe(true)
    expect(isEmpty(filterOf({ text: 'x' }))).toBe(false)
  })
})
