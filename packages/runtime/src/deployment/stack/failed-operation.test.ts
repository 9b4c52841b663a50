import { expect, it } from 'vitest'
import type { ResourceEvent } from '../events.ts'
import { failureOf } from './failed-operation.ts'

const SOURCE = { stackName: 'Site', place: { account: '000000000000', region: 'us-east-1' }, template: '{}' }

const failed = (logicalId: string, reason: string): ResourceEvent => ({
  event: 'resource',
  stack: 'Site',
  logicalId,
  resourceType: 'Custom::Thing',
  status: 'CREATE_FAILED',
  reason,
})

it('tells what the first resource says that failed by itself', () => {
  const events = [failed('Other', 'Resource creation cancelled'), failed('Thing', 'no'), failed('Third', 'neither')]
  expect(failureOf(SOURCE, 'ROLLBACK_COMPLETE', events)).toMatchObject({
    message: 'Thing (Custom::Thing): no',
    logicalId: 'Thing',
    hint: 'The stack is ROLLBACK_COMPLETE.',
  })
})

it.each([
  ["Message returned: Cannot find module 'aws-sdk'\nRequire stack:", 'aws-sdk'],
  ["Error: Cannot find package '@aws-sdk/client-s3' imported from /tmp/x", '@aws-sdk/client-s3'],
  ["Error: Cannot find module '@aws-sdk/lib-storage/dist-es/index.js'", '@aws-sdk/lib-storage'],
])('tells where an SDK comes from that a function has left out: %s', (reason, name) => {
  const { hint } = failureOf(SOURCE, 'ROLLBACK_FAILED', [failed('Thing', reason)])
  expect(hint).toMatch(/^The stack is ROLLBACK_FAILED\. AWS's runtimes bring .* along\./)
  expect(hint).toContain(`npm install --save-dev ${name} there, `)
})
