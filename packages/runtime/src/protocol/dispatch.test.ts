import { beforeEach, expect, it } from 'vitest'
import type { CallContext } from '../kernel/operation.ts'
import { testDispatcher, transaction, writes } from './control-plane.harness.ts'
import type { CallBase } from './dispatch.ts'

const seen: { input: unknown; ctx: CallContext }[] = []
const dispatcher = testDispatcher({
  kms: {
    CreateKey: async (input, ctx) => {
      seen.push({ input, ctx })
      await ctx.transact(async (tx) => tx.put({ place: 'p', kind: 'k', id: 'key' }, {}))
      return { KeyMetadata: { KeyId: 'k' } }
    },
  },
  ssm: {
    PutParameter: async (input, ctx) => {
      seen.push({ input, ctx })
      return ctx.call('kms', 'CreateKey', { Description: 'd' })
    },
  },
})

let transactions = 0
const base: CallBase = {
  place: { account: '1', region: 'us-east-1' },
  caller: { accessKeyId: 'a', arn: 'arn', userId: 'u' },
  requestId: 'r',
  origin: 'http://127.0.0.1:4566',
  transact: (work) => {
    transactions++
    return work(transaction)
  },
  reader: transaction,
}

beforeEach(() => {
  seen.length = 0
  writes.length = 0
  transactions = 0
})

it('lets an operation call another with the same base: its writes join the same transaction', async () => {
  const output = await dispatcher.invoke('ssm', 'PutParameter', { Name: 'n', Value: 'v' }, base)
  expect(output).toEqual({ KeyMetadata: { KeyId: 'k' } })
  expect(seen.map(({ ctx }) => [ctx.transact === base.transact, ctx.caller])).toEqual([
    [true, base.caller],
    [true, base.caller],
  ])
  expect([transactions, writes]).toEqual([1, ['key']])
})

it('gives a context for calls from outside of any operation', async () => {
  const { call, ...rest } = dispatcher.contextOf(base)
  expect(rest).toEqual(base)
  await expect(call('kms', 'CreateKey', {})).resolves.toEqual({ KeyMetadata: { KeyId: 'k' } })
})

it('validates calls from inside like requests from outside, and drops what the model does not know', async () => {
  const call = (input: object) => dispatcher.invoke('ssm', 'PutParameter', input, base)
  await expect(call({ Value: 'v' })).rejects.toMatchObject({
    code: 'ValidationException',
    message: "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
  })
  await expect(call({ Name: 1, Value: 'v' })).rejects.toMatchObject({ code: 'SerializationException' })
  expect(seen).toEqual([])
  await call({ Name: 'n', Value: 'v', Nonsense: true, Type: undefined })
  expect(seen[0]?.input).toEqual({ Name: 'n', Value: 'v' })
})

it.each([
  ['AWS does not have it either', 'kms', 'FlyToTheMoon', 'UnknownOperationException'],
  ['the model lists it, nobody built it', 'kms', 'DescribeKey', 'NotImplementedException'],
  ['the model knows its name only', 'kms', 'Encrypt', 'NotImplementedException'],
  ['its service is not there', 'cloudformation', 'DescribeStacks', 'NotImplementedException'],
] as const)('refuses an operation by its name: %s', async (_, service, operation, code) => {
  const refused = dispatcher.invoke(service, operation, {}, base)
  await expect(refused).rejects.toMatchObject({ code, fault: 'client', message: expect.stringContaining(operation) })
})
