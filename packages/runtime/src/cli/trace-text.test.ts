import { expect, it } from 'vitest'
import type { RequestTrace } from '../kernel/request-trace.ts'
import { summariesText, traceText } from './trace-text.ts'

const TRACE: RequestTrace = {
  requestId: 'id-1',
  plane: 'execute-api',
  api: 'abc123',
  stage: 'prod',
  method: 'GET',
  path: '/x\u001b[2J',
  status: 401,
  startedAt: '2030-01-01T00:00:00.000Z',
  durationMs: 3,
  steps: [
    { step: 'route', outcome: 'passed', looked: { method: 'GET' }, decided: 'GET /x' },
    { step: 'authorizer', outcome: 'refused', looked: { scopesWanted: ['a', 'b'] }, decided: 'no scope' },
    { step: 'integration', outcome: 'skipped', looked: {}, decided: 'not reached' },
  ],
  awsLogLine: '(id-1) Unauthorized request: id-1',
  advice: 'Ask for scope a.',
}

it('shows a trace in aligned lines, without the control characters of a client', () => {
  expect(traceText(TRACE, false)).toBe(`2030-01-01T00:00:00.000Z  401  GET /x\ufffd[2J  (abc123/prod, 3 ms)

passed     route        GET /x
           method: GET
refused    authorizer   no scope
           scopesWanted: a, b
skipped    integration  not reached

AWS's log   (id-1) Unauthorized request: id-1

To change   Ask for scope a.
`)
})

it('lists requests by their ids', () => {
  expect(summariesText([TRACE])).toMatch(/^id-1 {2}2030-01-01T00:00:00.000Z {2}401 {2}GET/)
  expect(summariesText([])).toContain('no call')
})
