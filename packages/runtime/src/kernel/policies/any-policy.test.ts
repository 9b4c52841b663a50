import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JsonValue } from '../json.ts'
import { evaluate } from './evaluate.ts'
import { Facts } from './facts.ts'
import { matchesGlob } from './glob.ts'
import { PolicyError, readPolicy, readPolicyText } from './policy.ts'

const request = {
  action: 'execute-api:Invoke',
  resource: 'arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/pets/1',
  principal: { type: 'AWS', names: ['111122223333'] },
  facts: new Facts({ 'aws:SourceIp': '192.0.2.7', 'aws:username': 'ada', 'aws:TagKeys': ['team', 'stage'] }),
} as const

const text = fc.oneof(
  fc.constantFrom(
    '*',
    'Allow',
    'Deny',
    'execute-api:*',
    'execute-api:Invoke',
    request.resource,
    '2012-10-17',
    '',
    'true',
  ),
  fc
    .array(
      fc.constantFrom('*', '?', '$', '{', '}', 'aws:username', ',', "'", ' ', ':', '/', 'arn', '192.0.2.7/', '33'),
      {
        maxLength: 20,
      },
    )
    .map((pieces) => pieces.join('')),
)
const name = fc.constantFrom(
  ...['Version', 'Id', 'Statement', 'Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal'],
  ...['NotPrincipal', 'Condition', 'AWS', 'Service', 'StringLike', 'ForAllValues:StringEquals', 'IpAddress', 'Null'],
  ...['NumericLessThanIfExists', 'DateGreaterThan', 'ArnLike', 'Bool', 'aws:SourceIp', 'aws:TagKeys', '__proto__'],
)
const document = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    text,
    fc.constantFrom(null, true, 0, -1, 1e308),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6 }),
  ),
})).value
const statement = fc.record(
  { Effect: fc.oneof(text, document), Action: document, Resource: document, Principal: document, Condition: document },
  { requiredKeys: ['Effect'] },
)

/** What a policy decides, or `refused`. */
function decided(read: () => ReturnType<typeof readPolicy>): string {
  try {
    return evaluate(read(), request)
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError)
    return 'refused'
  }
}

it('whatever is said to be a policy decides, or is refused', () => {
  const either = fc.oneof(document, fc.record({ Version: text, Statement: fc.oneof(statement, fc.array(statement)) }))
  fc.assert(
    fc.property(either, (policy) => {
      expect(['allow', 'deny', 'none', 'refused']).toContain(decided(() => readPolicy(policy as JsonValue)))
    }),
    { numRuns: 1000 },
  )
})

it('so does any text', () => {
  const texts = fc.oneof(
    fc.string(),
    document.map((value) => JSON.stringify(value)),
    text,
  )
  fc.assert(
    fc.property(texts, (policy) => {
      expect(['allow', 'deny', 'none', 'refused']).toContain(decided(() => readPolicyText(policy)))
    }),
  )
})

it('a glob matches what a regular expression of the same meaning does', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((all) => all.join(''))
  const plain = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((all) => all.join(''))
  fc.assert(
    fc.property(letters, plain, (pattern, given) => {
      const same = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
      expect(matchesGlob(pattern, given)).toBe(same.test(given))
    }),
    { numRuns: 1000 },
  )
})
