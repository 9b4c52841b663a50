import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { unsafeSeededRandom } from '../../../kernel/random.ts'
import type { WireResponse } from '../../../kernel/wire.ts'
import { Call } from '../../call.ts'
import { request } from '../gateway.harness.ts'
import { Inflation } from './inflation.ts'

const ADDRESS = { domainName: 'a.b', domainPrefix: 'a' }
const ANSWER: WireResponse = { status: 200, headers: [], body: '' }

const callWith = (size: number) =>
  new Call(
    request({ method: 'POST', body: gzipSync(Buffer.alloc(size)), headers: { 'Content-Encoding': 'gzip' } }),
    'abc',
    '/prod/x',
    ADDRESS,
    unsafeSeededRandom(),
  )

it('holds no more than its bound, and has room again when calls are answered', async () => {
  const inflation = new Inflation(1000)
  const release: (() => void)[] = []
  const held = () => new Promise<WireResponse>((resolve) => release.push(() => resolve(ANSWER)))
  const take = (size: number, answer = held) => inflation.answer(callWith(size), answer, (response) => response)
  const first = take(600)
  while (release.length === 0) await new Promise((resolve) => setImmediate(resolve))
  expect((await take(600)).status).toBe(503)
  release[0]?.()
  expect((await first).status).toBe(200)
  expect((await take(600, async () => ANSWER)).status).toBe(200)
})

it('has room again when a call has failed', async () => {
  const inflation = new Inflation(1000)
  const broken = inflation.answer(
    callWith(900),
    () => Promise.reject(new Error('broken')),
    (response) => response,
  )
  await expect(broken).rejects.toThrow('broken')
  expect(
    (
      await inflation.answer(
        callWith(900),
        () => ANSWER,
        (response) => response,
      )
    ).status,
  ).toBe(200)
})

it('answers all of many that come together', async () => {
  const inflation = new Inflation()
  const answers = Array.from({ length: 50 }, () =>
    inflation.answer(
      callWith(10_000),
      () => ANSWER,
      (no) => no,
    ),
  )
  expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true)
})

it('keeps what was sent, which a signature was made of', async () => {
  const call = callWith(100)
  const sent = call.request
  await new Inflation().answer(
    call,
    () => ANSWER,
    (no) => no,
  )
  expect(call.request.body).toHaveLength(100)
  expect(call.headers).not.toHaveProperty('content-encoding')
  expect(call.sent).toBe(sent)
})
