import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FunctionCaller } from '../../../../kernel/functions.ts'
import { anyDocument, anyPolicy } from '../../../../kernel/policies/any-policy.harness.ts'
import { RequestHistory } from '../../../../kernel/request-history.ts'
import { answering, api, headerOf, method, startGateway, textOf } from '../../gateway.harness.ts'
import { FUNCTION, uriOf } from '../../lambda.harness.ts'

const BROKEN = [500, 'AuthorizerConfigurationException', '{"message":null}']
const ALLOWING = '[{"Effect":"Allow","Action":"*","Resource":"*"}]'
/** Lists in one another, of which a program's stack holds fewer. */
const DEEP = '['.repeat(20_000) + ']'.repeat(20_000)

/** A stage that logs all it can, and keeps its calls to be explained, behind a function that answers so. */
async function answered(payload: string, error = false) {
  const functions: FunctionCaller = {
    invoke: async () => ({ requestId: 'r', executedVersion: '$LATEST', payload: Buffer.from(payload), error }),
    enqueue: () => Promise.reject(new Error('not called')),
    settled: async () => undefined,
  }
  const guarded = method({
    authorizationType: 'CUSTOM',
    authorizerId: 'auth1',
    integration: answering('$context.authorizer.principalId $context.authorizer.a $context.authorizer'),
  })
  const authorizer = { id: 'auth1', name: 'guard', type: 'TOKEN', authorizerUri: uriOf(FUNCTION) }
  const identitySource = 'method.request.header.Authorization'
  const requests = new RequestHistory({ maxCount: 1, maxBytes: 100_000, keepsBodies: true })
  const stage = startGateway(
    api({ '/x': { GET: guarded } }, { authorizers: { auth1: { ...authorizer, identitySource } } }),
    {},
    undefined,
    {
      access: { group: 'g', format: '$context.authorizer.principalId $context.authorizer.a $context.error.message' },
      execution: { '*': { level: 'INFO', dataTrace: true } },
    },
    functions,
    requests,
  )
  const response = await stage.call('/prod/x', { headers: { Authorization: 'letmein' } })
  const id = headerOf(response, 'x-amzn-requestid') ?? ''
  expect(JSON.stringify(requests.find(id)?.trace())).toContain(id)
  expect(stage.written.length).toBeGreaterThan(1)
  return [response.status, headerOf(response, 'x-amzn-ErrorType'), textOf(response)]
}

describe('whatever the function of an authorizer answers', () => {
  const odd = fc.oneof(anyDocument, fc.constantFrom(null, '', 'ada', 'é\n', 7))
  const answer = fc.record(
    {
      principalId: fc.oneof({ weight: 5, arbitrary: fc.constant('ada') }, odd),
      policyDocument: anyPolicy,
      context: fc.oneof(odd, fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'principalId'), odd)),
      usageIdentifierKey: odd,
    },
    { requiredKeys: ['principalId', 'policyDocument'] },
  )
  const payload = fc.oneof(
    { weight: 8, arbitrary: answer.map((value) => JSON.stringify(value)) },
    anyDocument.map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary' }),
  )

  it('lets the caller in, refuses, or is a fault of the authorizer', async () => {
    const seen = new Set<unknown>()
    await fc.assert(
      fc.asyncProperty(payload, fc.boolean(), async (text, error) => {
        const outcome = await answered(text, error)
        expect([200, 401, 403, 500]).toContain(outcome[0])
        if (outcome[0] === 500) expect(outcome).toEqual(BROKEN)
        if (error) expect(outcome[0]).not.toBe(200)
        seen.add(outcome[0])
      }),
      { seed: 31, numRuns: 500 },
    )
    expect(seen).toEqual(new Set([200, 403, 500]))
  })

  it.each([
    ['the policy', `{"principalId":"a","policyDocument":{"Id":${DEEP},"Statement":${ALLOWING}}}`],
    [
      'what it says of the caller',
      `{"principalId":"a","policyDocument":{"Statement":${ALLOWING}},"context":{"a":${DEEP}}}`,
    ],
    ['the answer', DEEP],
  ])('is a fault of the authorizer where %s is nested without end', async (_, text) => {
    expect(await answered(text)).toEqual(BROKEN)
    expect(await answered(text, true)).toEqual(BROKEN)
  })
})
