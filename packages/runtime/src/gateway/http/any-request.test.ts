import {
  assert,
  asyncProperty,
  constant,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  type Parameters,
  record,
  string,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPool, headerOf, NOW } from '../rest/gateway.harness.ts'
import type { HttpAuthorizerDefinition } from './definition.ts'
import { authorizedBy, echo, httpApi, startHttpApi, toBackend, toFunction } from './http-api.harness.ts'

/** Written down with a failure; another number is another hundred. */
const RUNS: Parameters<unknown> = { seed: 55, numRuns: 400 }
const SIGNS = [
  ...'aZ0 /\\%.?#&=+{}[]()$"\':;,<>|^\t\r\n\0',
  'é',
  '%2e',
  '%00',
  '%0d%0a',
  '..',
  '%ff',
  '%5c',
  '__proto__',
]
const text = string({ unit: constantFrom(...SIGNS), maxLength: 40 })
/** What Node's parser lets through. */
const line = text.map((each) => each.replaceAll(/[^\t\x20-\x7e]/g, ''))
const target = line.map((each) => `/${each.replaceAll(/[\t ?]/g, '')}`)

describe('whatever is sent', () => {
  const mapped = toBackend('http://b.test/own/{rest}', {
    requestParameters: {
      'append:header.x-a': '$request.header.a',
      'overwrite:header.x-b': '$request.querystring.a',
      'append:querystring.a': '$request.body.a',
      'append:header.x-body': '$request.body',
    },
  })
  const backend = () => ({ status: 200, headers: [], body: Buffer.from('ok') })

  it.each([
    ['a path variable', 'ANY /{rest+}', mapped],
    ['a path as a whole', '$default', { ...mapped, integrationUri: 'http://b.test/own' }],
  ])('stays within the headers and the path of a backend, with %s', async (_, route, integration) => {
    const served = startHttpApi(httpApi({ [route]: {} }, integration), { backend })
    const body = oneof(
      text,
      jsonValue().map((a) => JSON.stringify({ a })),
    )
    await assert(
      asyncProperty(
        target,
        line,
        dictionary(constantFrom('a', 'forwarded', 'x-forwarded-for'), line),
        body,
        async (path, query, headers, content) => {
          served.backendCalls.length = 0
          const { status } = await served.call(path, { method: 'POST', query, headers, body: content })
          expect([200, 400, 404]).toContain(status)
          for (const { url, rawHeaders } of served.backendCalls) {
            expect(url.host).toBe('b.test')
            expect(url.pathname).toMatch(/^\/own(?:\/|$)/)
            for (const each of rawHeaders) expect(each).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/)
          }
        },
      ),
      RUNS,
    )
  })
})

describe('whatever is signed', () => {
  const pool = createPool('eu-west-1_Pool1')
  const { issuer } = pool.issuer
  const seconds = NOW / 1000
  const keys = [...pool.issuer.keys].map(([kid, key]) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig' }))
  const authorizer: HttpAuthorizerDefinition = {
    authorizerId: 'auth1',
    name: 'jwt',
    authorizerType: 'JWT',
    identitySource: ['$request.header.Authorization'],
    jwtConfiguration: { issuer, audience: ['client'] },
  }
  const definition = httpApi(
    { 'GET /x': { authorizationType: 'JWT', authorizerId: 'auth1' } },
    toFunction(),
    authorizedBy(authorizer),
  )
  const served = startHttpApi(definition, {
    handler: echo,
    backend: ({ url }) => ({
      status: 200,
      headers: [],
      body: Buffer.from(JSON.stringify(url.host === 'keys.test' ? { keys } : { jwks_uri: 'https://keys.test/' })),
    }),
  })
  const odd = oneof(jsonValue(), constantFrom(1e308, -1, [], {}, null, true, 'NaN', String(seconds + 60)))
  const mostly = (usual: unknown) => oneof({ weight: 6, arbitrary: constant(usual) }, odd)
  const claims = record(
    {
      iss: mostly(issuer),
      aud: mostly('client'),
      exp: mostly(seconds + 60),
      nbf: mostly(seconds),
      iat: mostly(seconds),
      scope: odd,
      sub: odd,
      more: odd,
    },
    { requiredKeys: ['iss', 'exp'] },
  )
  const header = record(
    { kid: mostly('eu-west-1_Pool1-key'), jku: constant('https://evil.test/'), jwk: odd, x5u: odd, typ: odd },
    { requiredKeys: ['kid'] },
  )

  /** Objects that cannot be made a number are among what is generated. */
  const timeOf = (value: unknown) =>
    typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN

  it('lets in only who may come in', async () => {
    let letIn = 0
    await assert(
      asyncProperty(claims, header, async (said, head) => {
        const { aud, exp, nbf = 0, iat = 0, iss } = said
        const authorization = `Bearer ${pool.sign(said, head)}`
        const { status, ...answer } = await served.call('/x', { headers: { authorization } })
        const isFor = aud === 'client' || (Array.isArray(aud) && aud.includes('client'))
        const isInTime = timeOf(exp) > seconds && timeOf(nbf) <= seconds && timeOf(iat) <= seconds
        const mayCome = iss === issuer && head.kid === 'eu-west-1_Pool1-key' && isFor && isInTime
        if (status === 200) expect(mayCome).toBe(true)
        else
          expect([status, headerOf({ status, ...answer }, 'www-authenticate')]).toEqual([
            401,
            expect.stringMatching(/^Bearer/),
          ])
        if (status === 200) letIn++
      }),
      RUNS,
    )
    expect(letIn).toBeGreaterThan(20)
    expect(served.backendCalls.map(({ url }) => url.host)).not.toContain('evil.test')
  })
})
