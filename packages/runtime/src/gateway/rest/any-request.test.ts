import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MethodDefinition } from './definition.ts'
import { answering, api, method, startGateway } from './gateway.harness.ts'

const named = (name: string): MethodDefinition => method({ integration: answering(`${name} $input.params().path`) })

describe('any request', () => {
  const target = startGateway(
    api({
      '/': { GET: method() },
      '/a/{b}': { ANY: named('b') },
      '/echo/{rest+}': {
        ANY: method({
          integration: answering(
            "$input.params() $input.body $input.json('$.x') $context.path $context.identity.userAgent",
          ),
        }),
      },
    }),
  )
  it('is answered, and never with a 5xx, when templates cannot fail', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('%', '%zz', '//', '/../', '{}', '%00', '__proto__', 'constructor'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'TRACE', 'x'),
        fc.array(fc.constantFrom('/', 'prod', 'a', 'echo', '%2f', '..'), { maxLength: 8 }),
        text,
        fc.dictionary(
          fc.constantFrom(
            'accept',
            'content-type',
            'authorization',
            'x-amzn-requestid',
            'x-http-method-override',
            '__proto__',
            'x',
          ),
          text,
        ),
        text,
        async (verb, path, query, headers, body) => {
          const response = await target.call(path.join(''), {
            method: verb,
            query,
            headers,
            body: `{"statusCode":200,"x":${JSON.stringify(body)}}`,
          })
          expect(response.status).toBeLessThan(500)
          for (const [name, value] of response.headers) expect(`${name}: ${value}`).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/)
        },
      ),
      { numRuns: 1500 },
    )
  })
})
