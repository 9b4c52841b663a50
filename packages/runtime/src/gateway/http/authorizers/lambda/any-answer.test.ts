import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDocument, anyPolicy } from '../../../../kernel/policies/any-policy.harness.ts'
import { RequestHistory } from '../../../../kernel/request-history.ts'
import { headerOf, textOf } from '../../../rest/gateway.harness.ts'
import { uriOf } from '../../../rest/lambda.harness.ts'
import { authorizedBy, FUNCTION, httpApi, startHttpApi, toFunction } from '../../http-api.harness.ts'

const AUTHORIZER = `${FUNCTION}-auth`
const BROKEN = [500, '{"message":"Internal Server Error"}']
const DEEP = '['.repeat(20_000) + ']'.repeat(20_000)

/** A route whose function echoes its event, and keeps its calls to be explained, behind a function that answers so. */
async function answered(answer: string, simple: boolean, format: '1.0' | '2.0') {
  const authorizer = {
    authorizerId: 'auth1',
    name: 'request',
    authorizerType: 'REQUEST' as const,
    identitySource: ['$request.header.Authorization'],
    authorizerUri: uriOf(AUTHORIZER),
    authorizerPayloadFormatVersion: '2.0' as const,
    enableSimpleResponses: simple,
  }
  const routes = { 'GET /x': { authorizationType: 'CUSTOM' as const, authorizerId: 'auth1' } }
  const requests = new RequestHistory({ maxCount: 1, maxBytes: 100_000, keepsBodies: true })
  const stage = startHttpApi(httpApi(routes, toFunction({ payloadFormatVersion: format }), authorizedBy(authorizer)), {
    handler: (event, { functionArn }) =>
      functionArn === AUTHORIZER ? answer : { statusCode: 200, body: JSON.stringify(event) },
    requests,
    stages: {
      $default: { accessLog: { group: 'g', format: '$context.authorizer.a $context.authorizer.principalId' } },
    },
  })
  const response = await stage.call('/x', { headers: { Authorization: 'secret' } })
  const id = headerOf(response, 'apigw-requestid') ?? ''
  expect(JSON.stringify(requests.find(id)?.trace())).toContain(id)
  return [response.status, textOf(response)]
}

describe('whatever the function of an authorizer answers', () => {
  const odd = fc.oneof(anyDocument, fc.constantFrom(null, '', 'ada', 7))
  const answer = fc.record(
    {
      isAuthorized: fc.oneof({ weight: 5, arbitrary: fc.boolean() }, odd),
      principalId: fc.oneof({ weight: 5, arbitrary: fc.constant('ada') }, odd),
      policyDocument: anyPolicy,
      context: fc.oneof(odd, fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'principalId'), odd)),
      errorMessage: odd,
    },
    { requiredKeys: ['isAuthorized', 'principalId', 'policyDocument'] },
  )
  const payload = fc.oneof(
    { weight: 8, arbitrary: answer.map((value) => JSON.stringify(value)) },
    anyDocument.map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary' }),
  )

  it('lets the caller in, refuses, or is a fault of the authorizer', async () => {
    const seen = new Set<unknown>()
    await fc.assert(
      fc.asyncProperty(payload, fc.boolean(), fc.constantFrom('1.0', '2.0'), async (text, simple, format) => {
        const [status, body] = await answered(text, simple, format)
        expect([200, 401, 403, 500]).toContain(status)
        if (status === 500) expect([status, body]).toEqual(BROKEN)
        seen.add(status)
      }),
      { seed: 31, numRuns: 500 },
    )
    expect(seen).toEqual(new Set([200, 403, 500]))
  })

  it.each([
    ['what it says of the caller', `{"isAuthorized":true,"context":{"a":${DEEP}}}`],
    ['the answer', DEEP],
  ])('is a fault of the authorizer where %s is nested without end', async (_, text) => {
    expect(await answered(text, true, '1.0')).toEqual(BROKEN)
    expect(await answered(text, true, '2.0')).toEqual(BROKEN)
  })
})
