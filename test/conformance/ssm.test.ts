import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SendCommandCommand,
} from '@aws-sdk/client-ssm'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000003'
const { ssm } = awsClients({ origin, account: ACCOUNT })
const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }))
const get = async (Name: string, WithDecryption?: boolean) =>
  (await ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter

describe('a parameter', () => {
  it('has a version for each value, reached by number and by label', async () => {
    const Name = uniqueName('/app/value')
    expect(await put(Name, 'one')).toMatchObject({ Version: 1, Tier: 'Standard' })
    expect(await refusalOf(put(Name, 'two'))).toMatchObject({ name: 'ParameterAlreadyExists', status: 400 })
    expect(await put(Name, 'two', { Overwrite: true })).toMatchObject({ Version: 2 })
    expect(await get(Name)).toMatchObject({
      Name,
      Type: 'String',
      Value: 'two',
      Version: 2,
      ARN: `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter${Name}`,
      DataType: 'text',
      LastModifiedDate: expect.any(Date),
    })
    expect((await get(`${Name}:1`))?.Value).toBe('one')
    await ssm.send(new LabelParameterVersionCommand({ Name, ParameterVersion: 1, Labels: ['old'] }))
    expect((await get(`${Name}:old`))?.Value).toBe('one')
    const { Parameters } = await ssm.send(new GetParameterHistoryCommand({ Name }))
    expect(Parameters?.map((version) => [version.Value, version.Labels])).toEqual([
      ['one', ['old']],
      ['two', []],
    ])
    await ssm.send(new DeleteParameterCommand({ Name }))
    expect(await refusalOf(get(Name))).toMatchObject({ name: 'ParameterNotFound', status: 400 })
    expect((await refusalOf(ssm.send(new DeleteParameterCommand({ Name })))).name).toBe('ParameterNotFound')
  })

  it('that is secure is shown only when decryption is asked for', async () => {
    const Name = uniqueName('/app/secret')
    await put(Name, 'hidden', { Type: 'SecureString' })
    expect(await get(Name, true)).toMatchObject({ Type: 'SecureString', Value: 'hidden' })
    expect((await get(Name))?.Value).not.toContain('hidden')
  })

  it('is found by name and by path, in pages, and those that are missing are named', async () => {
    const root = uniqueName('/tree')
    const names = ['a', 'b', 'c', 'deep/d'].map((leaf) => `${root}/${leaf}`)
    for (const name of names) await put(name, 'v')
    const some = await ssm.send(new GetParametersCommand({ Names: [names[0] ?? '', `${root}/missing`] }))
    expect(some.Parameters?.map((one) => one.Name)).toEqual([names[0]])
    expect(some.InvalidParameters).toEqual([`${root}/missing`])
    const below = async (Recursive: boolean) => {
      const found: string[] = []
      let NextToken: string | undefined
      do {
        const input = { Path: root, Recursive, MaxResults: 2, NextToken }
        const page = await ssm.send(new GetParametersByPathCommand(input))
        found.push(...(page.Parameters ?? []).map((one) => one.Name ?? ''))
        NextToken = page.NextToken
      } while (NextToken)
      return found.sort()
    }
    expect(await below(false)).toEqual(names.slice(0, 3))
    expect(await below(true)).toEqual(names)
    const ParameterFilters = [{ Key: 'Name', Option: 'BeginsWith', Values: [root] }]
    const { Parameters } = await ssm.send(new DescribeParametersCommand({ ParameterFilters }))
    expect(Parameters?.map((one) => one.Name).sort()).toEqual(names)
    const removed = await ssm.send(new DeleteParametersCommand({ Names: [...names, `${root}/missing`] }))
    expect(removed.DeletedParameters?.sort()).toEqual(names)
    expect(removed.InvalidParameters).toEqual([`${root}/missing`])
  })

  it('bears tags', async () => {
    const ResourceId = uniqueName('/tagged')
    await put(ResourceId, 'v')
    const at = { ResourceType: 'Parameter' as const, ResourceId }
    await ssm.send(new AddTagsToResourceCommand({ ...at, Tags: [{ Key: 'k', Value: 'v' }] }))
    expect((await ssm.send(new ListTagsForResourceCommand(at))).TagList).toEqual([{ Key: 'k', Value: 'v' }])
  })

  it.each<[string, Partial<PutParameterCommandInput>, string]>([
    [
      'a value that breaks its own pattern',
      { AllowedPattern: '^[a-z]+$', Value: '7' },
      'ParameterPatternMismatchException',
    ],
    ['more than 4 KB', { Value: 'x'.repeat(4097) }, 'ValidationException'],
    ['a name that AWS keeps for itself', { Name: '/aws/mine' }, 'AccessDeniedException'],
    ['an unknown type', { Type: 'Number' as never }, 'ValidationException'],
  ])('is refused with %s', async (_, more, name) => {
    expect(await refusalOf(put(uniqueName('/refused'), 'v', more))).toMatchObject({ name, status: 400 })
  })
})

it('an operation that is not emulated is refused by name', async () => {
  const refusal = await refusalOf(ssm.send(new SendCommandCommand({ DocumentName: 'x' })))
  expect(refusal).toMatchObject({ name: 'NotImplementedException', status: 400 })
  expect(refusal.message).toContain('SendCommand')
})
