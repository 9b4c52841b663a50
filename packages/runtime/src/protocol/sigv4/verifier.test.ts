import { beforeEach, describe, expect, it, test } from 'vitest'
import { manualClock } from '../../kernel/clock.ts'
import { unsafeSeededRandom } from '../../kernel/random.ts'
import { mintTemporaryKey } from '../../kernel/session.ts'
import type { SignedRequest } from '../../kernel/signatures.ts'
import { createVault } from '../../store/vault.ts'
import { signedHeaders, type TestKey, type Unsigned } from './sigv4.harness.ts'
import { createSignatureVerifier } from './verifier.ts'

const NOW = Date.parse('2026-01-02T03:04:05Z')
const HOST = 'abc.execute-api.eu-west-1.amazonaws.com'
const SCOPE = { service: 'execute-api', region: 'eu-west-1' }
const TEST: TestKey = { accessKeyId: 'test', secretAccessKey: 'test' }
const random = unsafeSeededRandom()
const vault = createVault(Buffer.alloc(32, 1), random)
const ROLE = { account: '111122223333', userId: 'AROAX:s', resource: 'assumed-role/r/s', expiresAt: NOW / 1000 + 900 }

let clock: ReturnType<typeof manualClock>
let clientClock: ReturnType<typeof manualClock>
beforeEach(() => {
  clock = manualClock(NOW)
  clientClock = manualClock(NOW)
})

const call: Unsigned = { path: '/prod/pets', query: 'b=2&a=1', headers: { Host: HOST }, body: 'body' }

const wire = ({ method = 'GET', path, query = '', body = '' }: Unsigned, headers: Record<string, string>) => {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const rawHeaders = Object.entries(headers).flat()
  return { method, path, query, headers: lower, rawHeaders, host: HOST, body: Buffer.from(body) }
}
const verify = (request: SignedRequest, scope = SCOPE) =>
  createSignatureVerifier({ vault, clock, clientClock }).verify(request, scope)
const signed = (key: TestKey, more: Partial<Parameters<typeof signedHeaders>[2]> = {}) =>
  signedHeaders(call, key, { at: NOW, ...more })
const refused = (problem: string, message: unknown) => ({ kind: 'refused', problem, message })

describe('who has signed', () => {
  test.each([
    ['test', '000000000000'],
    ['222233334444', '222233334444'],
  ])('%s', (accessKeyId, account) => {
    expect(verify(wire(call, signed({ accessKeyId, secretAccessKey: 'test' })))).toEqual({
      kind: 'signed',
      signer: { accessKeyId, account, arn: `arn:aws:iam::${account}:root`, userId: account },
    })
  })

  it('a session, until it ends', () => {
    const key = mintTemporaryKey(ROLE, { random, vault })
    const request = wire(call, signed(key))
    expect(verify(request)).toEqual({
      kind: 'signed',
      signer: {
        accessKeyId: key.accessKeyId,
        account: '111122223333',
        arn: 'arn:aws:sts::111122223333:assumed-role/r/s',
        userId: 'AROAX:s',
      },
    })
    clock.advance(899_999)
    expect(verify(request)).toMatchObject({ kind: 'signed' })
    clock.advance(1)
    expect(verify(request)).toEqual(refused('expired-token', 'The security token included in the request is expired'))
  })

  it('a session of a long-term key', () => {
    const key = mintTemporaryKey({ account: '111122223333' }, { random, vault })
    expect(verify(wire(call, signed(key)))).toMatchObject({ signer: { arn: 'arn:aws:iam::111122223333:root' } })
  })

  it('no session that a long-term key claims to be', () => {
    const { sessionToken } = mintTemporaryKey({ ...ROLE, account: '000000000000' }, { random, vault })
    expect(verify(wire(call, signed({ ...TEST, sessionToken })))).toMatchObject({
      signer: { arn: 'arn:aws:iam::000000000000:root' },
    })
  })

  it('for another service, where that is what it is asked for', () => {
    const request = wire(call, signed(TEST, { service: 'lambda' }))
    expect(verify(request, { ...SCOPE, service: 'lambda' }).kind).toBe('signed')
    expect(verify(request)).toEqual(
      refused('invalid', "Credential should be scoped to correct service: 'execute-api'."),
    )
  })
})

describe('nobody', () => {
  it('without a signature of this version', () => {
    expect(verify(wire(call, {})).kind).toBe('unsigned')
    expect(verify(wire(call, { authorization: 'Bearer x' })).kind).toBe('unsigned')
  })

  test.each<[string, TestKey]>([
    ['a key of AWS', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' }],
    [
      'a session without its token',
      { ...mintTemporaryKey(ROLE, { random, vault }), sessionToken: undefined } as TestKey,
    ],
  ])('9.5.1 with %s', (_name, key) => {
    expect(verify(wire(call, signed(key)))).toEqual(
      refused('unknown-key', 'The security token included in the request is invalid.'),
    )
  })

  const MISMATCH = expect.stringMatching(
    /^The request signature we calculated does not match the signature you provided\..*\n\nThe Canonical String for this request should have been\n'GET\n\/prod\/pets/s,
  )
  it('9.5.1 with another secret', () => {
    expect(verify(wire(call, signed({ ...TEST, secretAccessKey: 'x' })))).toEqual(refused('invalid', MISMATCH))
  })
  it('with a token that was changed', () => {
    const key = mintTemporaryKey(ROLE, { random, vault })
    const claims = { ...ROLE, resource: 'assumed-role/admin/s' }
    const sessionToken = Buffer.from(JSON.stringify(claims)).toString('base64')
    expect(verify(wire(call, signed({ ...key, sessionToken })))).toEqual(refused('invalid', MISMATCH))
  })
  it('with the keys of another vault', () => {
    const key = mintTemporaryKey(ROLE, { random, vault: createVault(Buffer.alloc(32, 2), random) })
    expect(verify(wire(call, signed(key)))).toEqual(refused('invalid', MISMATCH))
  })
  test.each<[string, Partial<Unsigned>]>([
    ['body', { body: 'other' }],
    ['query', { query: 'a=1&b=3' }],
  ])('whose %s was changed', (_name, change) => {
    expect(verify(wire({ ...call, ...change }, signed(TEST)))).toEqual(refused('invalid', MISMATCH))
  })

  it('too early or too late for the clock of clients, however far the other was moved', () => {
    const request = wire(call, signed(TEST))
    clock.advance(1e9)
    expect(verify(request).kind).toBe('signed')
    clientClock.advance(300_000)
    expect(verify(request).kind).toBe('signed')
    clientClock.advance(1000)
    expect(verify(request)).toEqual(
      refused(
        'invalid',
        'Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030906Z - 5 min.)',
      ),
    )
    const early = wire(call, signed(TEST, { at: clientClock.now() + 301_000 }))
    expect(verify(early)).toEqual(
      refused(
        'invalid',
        'Signature not yet current: 20260102T031407Z is still later than 20260102T031406Z (20260102T030906Z + 5 min.)',
      ),
    )
  })

  it('for another region', () => {
    expect(verify(wire(call, signed(TEST, { region: 'us-east-1' })))).toEqual(
      refused('invalid', "Credential should be scoped to a valid region, not 'us-east-1'."),
    )
  })

  test.each([
    [/Signature=.*$/, 'x=y', "Authorization header requires 'Signature' parameter."],
    [/Credential=[^,]+/, 'Credential=test', /^Credential must have exactly 5 slash-delimited elements/],
    [/aws4_request/, 'aws5', /valid terminator/],
    [/SignedHeaders=[^,]+/, 'SignedHeaders=x-amz-date', /^'Host' or ':authority'/],
    [/\/20260102\//, '/20260103/', /^Date in Credential scope does not match/],
  ])('%s replaced by %s', (part, by, message) => {
    const { authorization = '', ...rest } = signed(TEST)
    const found = verify(wire(call, { ...rest, authorization: authorization.replace(part, by) }))
    expect(found).toMatchObject({ kind: 'refused', message: expect.stringMatching(message) })
  })

  it('without a date', () => {
    const { 'x-amz-date': _, ...rest } = signed(TEST)
    expect(verify(wire(call, rest))).toMatchObject({ problem: 'incomplete' })
  })

  it('with half of a presigned address', () => {
    const half = { ...call, query: 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2Fx' }
    expect(verify(wire(half, {}))).toMatchObject({
      problem: 'incomplete',
      message: expect.stringContaining("AWS query-string parameters must include 'X-Amz-Signature'."),
    })
  })
})
