// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import { describe, expect, it, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { evaluate } from './evaluate.ts'
import { Facts, type PolicyRequest } from './facts.ts'
import { matchesArn, matchesGlob } from './glob.ts'
import { PolicyError, readPolicy, readPolicyText } from './policy.ts'

const ARN = 'arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/pets/1'

const FACTS = new Facts({
  'aws:SourceIp': '192.0.2.7',
  'aws:UserAgent': 'curl/8',
  'aws:CurrentTime': '2026-01-02T03:04:05Z',
  'aws:EpochTime': '1767323045',
  'aws:username': 'ada',
  'aws:SourceArn': 'arn:aws:s3:::bucket',
  'aws:TagKeys': ['team', 'stage'],
  'x:Depth': '3',
  'aws:SecureTransport': 'true',
})

const request = (more: Partial<PolicyRequest> = {}): PolicyRequest => ({
  action: 'execute-api:Invoke',
  resource: ARN,
  facts: FACTS,
  ...more,
})

const statement = (more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Action: 'execute-api:Invoke',
  Resource: '*',
  ...more,
})

const decide = (statements: JsonObject | JsonObject[], more: Partial<PolicyRequest> = {}) =>
  evaluate(readPolicy({ Version: '2012-10-17', Statement: statements }), request(more))

describe('effects', () => {
  it('an explicit Deny wins, wherever it stands', () => {
    const deny = statement({ Effect: 'Deny' })
    expect(decide([statement(), deny])).toBe('deny')
    expect(decide([deny, statement()])).toBe('deny')
  })
  it('nothing that matches is no decision', () => {
    expect(decide([])).toBe('none')
    expect(decide(statement({ Action: 's3:GetObject' }))).toBe('none')
    expect(decide(statement({ Effect: 'Deny', Resource: 'arn:other' }))).toBe('none')
  })
})

test.each([
  ['execute-api:Invoke', true],
  ['EXECUTE-API:invoke', true],
  ['execute-api:*', true],
  ['execute-api:Inv?ke', true],
  ['*', true],
  ['execute-api:InvalidateCache', false],
])('the action %s', (Action, allowed) => {
  expect(decide(statement({ Action }))).toBe(allowed ? 'allow' : 'none')
})

test.each([
  [ARN, true],
  ['arn:aws:execute-api:*:*:*', true],
  ['arn:aws:execute-api:eu-west-1:*', true],
  ['arn:aws:execute-api:eu-west-1:111122223333:abc/*/GET/pets/?', true],
  ['arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/pets', false],
  ['arn:aws:execute-api:eu-west-1:111122223333:abc/prod/POST/*', false],
  ['arn:aws:execute-api:eu-west-1:111122223333:${aws:username}/*', false],
  ['arn:aws:execute-api:eu-west-1:111122223333:${none:such}bc/*', false],
])('the resource %s', (Resource, allowed) => {
  expect(decide(statement({ Resource }))).toBe(allowed ? 'allow' : 'none')
  expect(decide(statement({ Resource: ['arn:other', Resource] }))).toBe(allowed ? 'allow' : 'none')
})

test('NotAction and NotResource', () => {
  const { Action: _a, Resource: _r, ...rest } = statement()
  expect(decide({ ...rest, NotAction: 's3:*', Resource: '*' })).toBe('allow')
  expect(decide({ ...rest, NotAction: 'execute-api:*', Resource: '*' })).toBe('none')
  expect(decide({ ...rest, Action: '*', NotResource: ARN })).toBe('none')
})

test('variables', () => {
  const like = (value: string) => decide(statement({ Condition: { StringLike: { 'aws:username': value } } }))
  expect(like('${aws:username}')).toBe('allow')
  expect(like("${aws:PrincipalTag/x, 'ada'}")).toBe('allow')
  expect(like('${aws:PrincipalTag/x}')).toBe('none')
  const starred = new Facts({ 'aws:username': '*' })
  expect(decide(statement({ Resource: '${aws:username}' }), { facts: starred })).toBe('none')
})

const held: readonly (readonly [JsonObject, boolean])[] = [
  [{ StringEquals: { 'AWS:sourceip': '192.0.2.7' } }, true],
  [{ StringEquals: { 'aws:username': ['eve', 'ada'] } }, true],
  [{ StringEquals: { 'aws:username': 'Ada' } }, false],
  [{ StringEqualsIgnoreCase: { 'aws:username': 'Ada' } }, true],
  [{ StringNotEquals: { 'aws:username': ['eve', 'ada'] } }, false],
  [{ StringNotEquals: { 'aws:none': 'x' } }, true],
  [{ StringEquals: { 'aws:none': 'x' } }, false],
  [{ StringEqualsIfExists: { 'aws:none': 'x' } }, true],
  [{ StringLike: { 'aws:UserAgent': 'curl/*' } }, true],
  [{ StringNotLike: { 'aws:UserAgent': 'curl/*' } }, false],
  [{ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } }, true],
  [{ IpAddress: { 'aws:SourceIp': '192.0.2.7' } }, true],
  [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, false],
  [{ NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, false],
  [{ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }, true],
  [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::buck*' } }, true],
  [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::other' } }, false],
  [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::other' } }, true],
  [{ DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } }, true],
  [{ DateGreaterThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } }, false],
  [{ DateLessThanEquals: { 'aws:EpochTime': '2026-01-02T03:04:05Z' } }, true],
  [{ NumericLessThan: { 'x:Depth': '4' } }, true],
  [{ NumericGreaterThanEquals: { 'x:Depth': 4 } }, false],
  [{ NumericNotEquals: { 'x:Depth': '3' } }, false],
  [{ Bool: { 'aws:SecureTransport': true } }, true],
  [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
  [{ Null: { 'aws:none': 'true' } }, true],
  [{ Null: { 'aws:username': 'true' } }, false],
  [{ Null: { 'aws:username': 'false' } }, true],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'stage', 'x'] } }, true],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, false],
  [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }, true],
  [{ 'ForAnyValue:StringEquals': { 'aws:none': ['team'] } }, false],
  [{ StringEquals: { 'aws:username': 'ada' }, IpAddress: { 'aws:SourceIp': '10.0.0.1' } }, false],
]
test.each(held)('the condition %j', (Condition, holds) => {
  expect(decide(statement({ Condition }))).toBe(holds ? 'allow' : 'none')
  expect(decide(statement({ Effect: 'Deny', Condition }))).toBe(holds ? 'deny' : 'none')
})

test.each<JsonObject>([
  { StringResembles: { 'aws:username': 'ada' } },
  { constructor: { 'aws:username': 'ada' } },
  { IpAddress: { 'aws:SourceIp': 'somewhere' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } },
  { NumericEquals: { 'x:Depth': 'three' } },
  { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } },
  { Null: { 'aws:username': 'perhaps' } },
])('what is not understood opens nothing: %j', (Condition) => {
  expect(decide(statement({ Condition }))).toBe('none')
  expect(decide(statement({ Effect: 'Deny', Condition }))).toBe('deny')
})

describe('principals', () => {
  const ada = { type: 'AWS', names: ['arn:aws:iam::111122223333:user/ada', '111122223333'] } as const
  const by = (Principal: JsonObject | string, principal?: PolicyRequest['principal']) =>
    decide(statement({ Principal }), { principal })
  it.each<[JsonObject | string, boolean, boolean]>([
    ['*', true, true],
    [{ AWS: '*' }, true, true],
    [{ AWS: ['111122223333'] }, true, false],
    [{ AWS: 'arn:aws:iam::111122223333:user/ada' }, true, false],
    [{ AWS: 'arn:aws:iam::111122223333:user/*' }, false, false],
    [{ Service: 'events.amazonaws.com' }, false, false],
  ])('%j', (principal, known, anonymous) => {
    expect(by(principal, ada)).toBe(known ? 'allow' : 'none')
    expect(by(principal)).toBe(anonymous ? 'allow' : 'none')
  })
  it('NotPrincipal', () => {
    expect(decide(statement({ NotPrincipal: { AWS: '111122223333' }, Effect: 'Deny' }), { principal: ada })).toBe(
      'none',
    )
    expect(decide(statement({ NotPrincipal: { AWS: '444455556666' }, Effect: 'Deny' }), { principal: ada })).toBe(
      'deny',
    )
  })
})

test.each([
  'none',
  '[]',
  '{}',
  '{"Version":"2020-01-01","Statement":[]}',
  '{"Statement":[1]}',
  '{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}',
  '{"Statement":{"Effect":"Allow","Resource":"*"}}',
  '{"Statement":{"Effect":"Allow","Action":[1],"Resource":"*"}}',
  '{"Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}}',
  '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":[]}}',
  '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"me"}}',
])('no policy: %s', (text) => {
  expect(() => readPolicyText(text)).toThrow(PolicyError)
})

test('globs', () => {
  expect(matchesGlob('a*b*c', 'axxbyyc')).toBe(true)
  expect(matchesGlob('a*b*c', 'axxbyy')).toBe(false)
  expect(matchesGlob('**', '')).toBe(true)
  expect(matchesGlob('?', '')).toBe(false)
  expect(matchesGlob('?', '?')).toBe(true)
  expect(matchesGlob('a?c', 'abc')).toBe(true)
  expect(matchesGlob('a?c', 'abcd')).toBe(false)
  expect(matchesGlob('ab*ba', 'aba')).toBe(false)
  expect(matchesGlob('ab*ba', 'abba')).toBe(true)
  expect(matchesGlob('*b?b*', 'abab')).toBe(true)
  expect(matchesGlob('*b?b*', 'abb')).toBe(false)
  expect(matchesGlob('*?', '')).toBe(false)
  expect(matchesGlob('*ab*ab', 'xab')).toBe(false)
  expect(matchesGlob('', '')).toBe(true)
  expect(matchesGlob('', 'a')).toBe(false)
  // Ends at all: a matcher that tries every split would not.
  expect(matchesGlob('*a'.repeat(200), 'a'.repeat(199))).toBe(false)
  expect(matchesArn('arn:aws:s3:::*', 'arn:aws:s3:us-east-1::bucket')).toBe(false)
  expect(matchesArn('arn:aws:*:*:*:a/*', 'arn:aws:x:y:z:a/b:c/d')).toBe(true)
})
