import { expect, it } from 'vitest'
import type { ServiceModel } from '../model.ts'
import { findViolations } from './violations.ts'

const model: ServiceModel = {
  name: 'sts',
  botocore: '0.0.0',
  serviceId: 'STS',
  protocol: 'query',
  apiVersion: '2011-06-15',
  signingName: 'sts',
  endpointPrefix: 'sts',
  operations: {},
  unlisted: [],
  shapes: {
    Input: { type: 'structure', members: { Items: { shape: 'Items' } } },
    Items: { type: 'list', member: { shape: 'Item' } },
    Item: { type: 'structure', members: { Text: { shape: 'Text' } } },
    Text: { type: 'string', pattern: '(a*)*b' },
  },
}

it('a pattern that takes too long to tell is broken, and the last thing looked at', () => {
  const input = (Text: string) => ({ Items: Array.from({ length: 50 }, () => ({ Text })) })
  expect(findViolations(model, 'Input', input('a'.repeat(300)))).toMatchObject([
    { path: 'items.1.member.text', kind: 'pattern' },
  ])
  expect(findViolations(model, 'Input', input('a'))).toHaveLength(50)
})
