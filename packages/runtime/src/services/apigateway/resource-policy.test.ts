import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyPolicy } from '../../kernel/policies/any-policy.harness.ts'
import { HOME, refusal, startApiGateway, type TestApiGateway } from './apigateway.harness.ts'
import { shownPolicy, storedPolicy } from './resource-policy.ts'

let gateway: TestApiGateway
beforeAll(async () => {
  gateway = await startApiGateway()
})
afterAll(() => gateway.close())

const policy = (Resource: string | string[] = 'execute-api:/*') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource }],
  })
const create = (text: string) => gateway.call('CreateRestApi', { name: 'a', policy: text })
/** AWS escapes the quotes once more than JSON does. */
const unescaped = (text: string | undefined) => JSON.parse(JSON.parse(`"${text}"`))

test('9.5.4 the short form of a resource becomes a whole ARN, and quotes are shown escaped', async () => {
  const api = await create(policy(['execute-api:/*', 'execute-api:/prod/GET/x', 'arn:aws:execute-api:*:*:other/*']))
  const arn = `arn:aws:execute-api:us-east-1:${HOME.account}:${api.id}`
  expect(api.policy).toMatch(/^\{\\"Version\\":\\"2012-10-17\\"/)
  expect(unescaped(api.policy).Statement[0].Resource).toEqual([
    `${arn}/*`,
    `${arn}/prod/GET/x`,
    'arn:aws:execute-api:*:*:other/*',
  ])
  expect((await gateway.call('GetRestApi', { restApiId: api.id ?? '' })).policy).toBe(api.policy)
})

test('a patch replaces it and takes it away', async () => {
  const { id: restApiId = '', ...api } = await create(policy())
  const update = (op: 'replace' | 'remove', value?: string) =>
    gateway.call('UpdateRestApi', { restApiId, patchOperations: [{ op, path: '/policy', value }] })
  expect(unescaped((await update('replace', policy('execute-api:/prod/*'))).policy).Statement[0].Resource).toMatch(
    /:[a-z0-9]+\/prod\/\*$/,
  )
  expect((await update('replace', policy())).policy).toBe(api.policy)
  await expect(update('replace', '{}')).rejects.toMatchObject({ code: 'BadRequestException' })
  expect((await update('remove')).policy).toBeUndefined()
})

test.each([
  'none',
  '{}',
  '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*"}]}',
])('refused: %s', async (text) => {
  await expect(create(text)).rejects.toMatchObject(
    refusal('Invalid policy document. Please check the policy syntax and ensure that Principals are valid.'),
  )
})

test('1.4.7 at most 8192 characters', async () => {
  await expect(create(policy(`execute-api:/${'a'.repeat(8192)}`))).rejects.toMatchObject({
    code: 'BadRequestException',
  })
})

test('any text is refused as AWS refuses it, or kept in a form that is kept again as it is', () => {
  let kept = 0
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        anyPolicy.map((policy) => JSON.stringify(policy)),
      ),
      (text) => {
        try {
          const stored = storedPolicy(text, HOME, 'abc')
          expect(storedPolicy(stored, HOME, 'abc')).toBe(stored)
          expect(unescaped(shownPolicy(stored))).toEqual(JSON.parse(stored))
          kept++
        } catch (error) {
          expect(error).toMatchObject({ code: 'BadRequestException' })
        }
      },
    ),
    { seed: 43, numRuns: 1000 },
  )
  expect(kept).toBeGreaterThan(50)
})
