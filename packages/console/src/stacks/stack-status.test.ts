import { expect, it } from 'vitest'
import { isUnderWay, statusInWords, toneOfStatus } from './stack-status.ts'

it.each([
  ['CREATE_COMPLETE', 'good', false],
  ['UPDATE_COMPLETE', 'good', false],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'quiet', true],
  ['CREATE_IN_PROGRESS', 'quiet', true],
  ['CREATE_FAILED', 'bad', false],
  ['ROLLBACK_COMPLETE', 'bad', false],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'bad', true],
])('%s is %s', (status, tone, underWay) => {
  expect([toneOfStatus(status), isUnderWay(status)]).toEqual([tone, underWay])
})

it('is said in words', () => {
  expect(statusInWords('UPDATE_ROLLBACK_COMPLETE')).toBe('update rollback complete')
})
