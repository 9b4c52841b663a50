import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyDocument, anyPolicy, INVOKED, POLICY_TEXT } from './any-policy.harness.ts'
import { evaluate } from './evaluate.ts'
import { Facts } from './facts.ts'
import { matchesGlob } from './glob.ts'
import { PolicyError, readPolicy, readPolicyText } from './policy.ts'

const request = {
  action: 'execute-api:Invoke',
  resource: INVOKED,
  principal: { type: 'AWS', names: ['111122223333'] },
  facts: new Facts({ 'aws:SourceIp': '192.0.2.7', 'aws:username': 'ada', 'aws:TagKeys': ['team', 'stage'] }),
} as const

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
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      expect(['allow', 'deny', 'none', 'refused']).toContain(decided(() => readPolicy(policy)))
    }),
    { numRuns: 1000 },
  )
})

it('so does any text', () => {
  const texts = fc.oneof(
    fc.string(),
    anyDocument.map((value) => JSON.stringify(value)),
    POLICY_TEXT,
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
