import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JsonValue } from '../../../kernel/json.ts'
import { anyPolicy } from '../../../kernel/policies/any-policy.harness.ts'
import { PolicyError, readPolicyText } from '../../../kernel/policies/policy.ts'
import { api, method, startGateway } from '../gateway.harness.ts'

/** Written down with a failure; another number is another few hundred. */
const RUNS: fc.Parameters<unknown> = { seed: 31, numRuns: 400 }
const EVERYTHING_DENIED = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }

/** The control plane keeps no policy that cannot be read. */
function isKept(text: string): boolean {
  try {
    readPolicyText(text)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError)
    return false
  }
}

async function statusUnder(policy: JsonValue): Promise<number | 'not kept'> {
  const text = JSON.stringify(policy)
  if (!isKept(text)) return 'not kept'
  const stage = startGateway(api({ '/x': { GET: method() } }, { policy: text }))
  return (await stage.call('/prod/x', { headers: { 'user-agent': 'any/1' } })).status
}

function withDenial(policy: JsonValue): JsonValue {
  const { Statement = [] } = policy as { Statement?: JsonValue }
  return { ...(policy as object), Statement: [Statement, EVERYTHING_DENIED].flat() as JsonValue[] }
}

it('any resource policy lets a call in or refuses it, and one that denies everything refuses it', async () => {
  const seen = new Set<number | 'not kept'>()
  await fc.assert(
    fc.asyncProperty(anyPolicy, async (policy) => {
      const status = await statusUnder(policy)
      expect([200, 403, 'not kept']).toContain(status)
      seen.add(status)
      if (status !== 'not kept') expect(await statusUnder(withDenial(policy))).toBe(403)
    }),
    RUNS,
  )
  expect(seen.size).toBe(3)
})
