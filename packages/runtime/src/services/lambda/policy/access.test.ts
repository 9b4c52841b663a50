import { expect, it } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { Facts } from '../../../kernel/policies/facts.ts'
import { accessOf } from './access.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:111111111111:function:f'
const API = 'arn:aws:execute-api:eu-west-1:111111111111:a1'
const INVOKE = 'lambda:InvokeFunction'

const allow = (more: JsonObject): JsonObject => ({
  Effect: 'Allow',
  Principal: { Service: 'apigateway.amazonaws.com' },
  Action: INVOKE,
  Resource: FUNCTION,
  ...more,
})
const gateway = (sourceArn?: string) => ({ service: 'apigateway.amazonaws.com', ...(sourceArn && { sourceArn }) })

it('lets a service in by a statement of this very function, and nobody else', () => {
  const allows = accessOf([allow({})], FUNCTION)
  expect(allows(INVOKE, gateway())).toBe(true)
  expect(allows('lambda:InvokeFunctionUrl', gateway())).toBe(false)
  expect(allows(INVOKE, { service: 'events.amazonaws.com' })).toBe(false)
  expect(allows(INVOKE, 'anybody')).toBe(false)
  expect(allows(INVOKE, 'account')).toBe(true)
  expect(accessOf([allow({})], `${FUNCTION}:live`)(INVOKE, gateway())).toBe(false)
  expect(accessOf([], FUNCTION)(INVOKE, gateway())).toBe(false)
})

it('holds a source against the condition of a statement, also when asked again', () => {
  const condition = { ArnLike: { 'AWS:SourceArn': `${API}/*/GET/x` } }
  const allows = accessOf([allow({ Condition: condition })], FUNCTION)
  for (let i = 0; i < 2; i++) {
    expect(allows(INVOKE, gateway(`${API}/prod/GET/x`))).toBe(true)
    expect(allows(INVOKE, gateway(`${API}/prod/POST/x`))).toBe(false)
    expect(allows(INVOKE, gateway())).toBe(false)
  }
})

it('lets an identity of another account in by its ARN, its account or as anybody', () => {
  const stranger = { account: '222222222222', arn: 'arn:aws:iam::222222222222:user/u' }
  const lets = (Principal: JsonObject | string) => accessOf([allow({ Principal })], FUNCTION)(INVOKE, stranger)
  expect(lets({ AWS: stranger.arn })).toBe(true)
  expect(lets({ AWS: 'arn:aws:iam::222222222222:root' })).toBe(true)
  expect(lets('*')).toBe(true)
  expect(lets({ AWS: 'arn:aws:iam::333333333333:root' })).toBe(false)
  expect(lets({ Service: 'apigateway.amazonaws.com' })).toBe(false)
})

it('lets nobody in by a condition that is not met', () => {
  const condition = { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }
  const allows = accessOf([allow({ Principal: '*', Condition: condition })], FUNCTION)
  expect(allows(INVOKE, 'anybody', new Facts({ 'lambda:FunctionUrlAuthType': 'NONE' }))).toBe(true)
  expect(allows(INVOKE, 'anybody', new Facts({ 'lambda:FunctionUrlAuthType': 'AWS_IAM' }))).toBe(false)
  expect(allows(INVOKE, 'anybody')).toBe(false)
})
