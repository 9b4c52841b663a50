import { expect, test } from 'vitest'
import { startCloudFormation, thing } from './cloudformation.harness.ts'
import type { ParameterValue } from './records.ts'
import { masker } from './secrets.ts'

const SECRET = 'Zx9,qqUU"77'

test('a mask covers every form of a secret, the longest first', () => {
  const parameters: ParameterValue[] = [
    { key: 'A', value: 'abc', noEcho: true },
    { key: 'B', value: 'abcdef', noEcho: true },
    { key: 'C', value: '/name', resolved: 'hidden', noEcho: true },
    { key: 'D', value: 'open' },
  ]
  const mask = masker(parameters)
  expect(mask('abcdef abc hidden open')).toBe('**** **** **** open')
  expect(mask({ list: ['x-abc', 5, null], nested: { open: true } })).toEqual({
    list: ['x-****', 5, null],
    nested: { open: true },
  })
  expect(mask(Buffer.from('abcdef').toString('base64'))).toBe('****')
})

test('nothing of secrets that overlap is left, and many cost no more than one', () => {
  const both: ParameterValue[] = [
    { key: 'A', value: 'abc', noEcho: true },
    { key: 'B', value: 'bcdef', noEcho: true },
  ]
  expect(masker(both)('-abcdef-')).toBe('-****-')
  // Asking for each of the 20,000 items would read the text as many times.
  const many = Array.from({ length: 40 }, (_, n): ParameterValue => {
    return { key: `P${n}`, value: Array.from({ length: 500 }, (_, i) => `${n}x${i}y`).join(','), noEcho: true }
  })
  const shown = masker(many)('7x499y and nothing else. '.repeat(10_000))
  expect(shown).toBe('**** and nothing else. '.repeat(10_000))
})

/** Everything that lies in the store, as text. */
async function storedText(cfn: Awaited<ReturnType<typeof startCloudFormation>>): Promise<string> {
  const kinds = ['stack', 'change-set', 'event', 'resource', 'backup', 'leftover', 'export', 'import', 'stack-name']
  const lists = await Promise.all(kinds.map((kind) => cfn.store.list({ kind: `cloudformation/${kind}` })))
  return JSON.stringify(lists)
}

test('a NoEcho value is shown nowhere and cannot be read in the store, whatever becomes of the stack', async () => {
  const cfn = await startCloudFormation()
  const wanted = (more: object = {}) => ({
    Parameters: { Password: { Type: 'String', NoEcho: true }, Other: { Type: 'CommaDelimitedList', NoEcho: 'true' } },
    Resources: {
      A: thing({
        Value: { Ref: 'Password' },
        List: { Ref: 'Other' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
        Map: { text: { 'Fn::Sub': 'p=${Password};' }, encoded: { 'Fn::Base64': { Ref: 'Password' } } },
        ...more,
      }),
      B: thing({ Value: { 'Fn::GetAtt': ['A', 'Value'] } }, { Metadata: { note: { Ref: 'Password' } } }),
    },
    Outputs: { Value: { Value: { 'Fn::GetAtt': ['A', 'Value'] }, Export: { Name: 'export' } } },
  })
  const Parameters = [
    { ParameterKey: 'Password', ParameterValue: SECRET },
    { ParameterKey: 'Other', ParameterValue: 'first-item, second-item' },
  ]
  const leaks = (text: string) =>
    [SECRET, 'qqUU', 'first-item', 'second-item', 'Wng5LHFx'].filter((s) => text.includes(s))
  const shown = async () => {
    const { StackEvents } = await cfn.call('DescribeStackEvents', { StackName: 'S' })
    const { Stacks } = await cfn.call('DescribeStacks', { StackName: 'S' })
    const parameters = Stacks?.[0]?.Parameters
    const { Summaries = [] } = await cfn.call('ListChangeSets', { StackName: 'S' })
    const sets = await Promise.all(
      Summaries.map(({ ChangeSetName = '' }) =>
        cfn.call('DescribeChangeSet', { StackName: 'S', ChangeSetName, IncludePropertyValues: true }),
      ),
    )
    return JSON.stringify([StackEvents, parameters, sets])
  }

  const TemplateBody = JSON.stringify(wanted())
  const first = { StackName: 'S', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody, Parameters }
  await cfn.call('CreateChangeSet', first)
  expect(leaks(await shown())).toEqual([])
  expect(leaks(await storedText(cfn))).toEqual([])
  await cfn.call('ExecuteChangeSet', { StackName: 'S', ChangeSetName: 'c' })
  const stack = await cfn.settled('S')
  expect(stack.StackStatus).toBe('CREATE_COMPLETE')
  expect(stack.Parameters?.map(({ ParameterValue }) => ParameterValue)).toEqual(['****', '****'])
  // Documented: outputs and metadata are not masked.
  expect(stack.Outputs?.[0]?.OutputValue).toBe(SECRET)
  const { StackResourceDetail } = await cfn.call('DescribeStackResource', { StackName: 'S', LogicalResourceId: 'B' })
  expect(JSON.parse(StackResourceDetail?.Metadata ?? '')).toEqual({ note: SECRET })
  expect(leaks(await shown())).toEqual([])
  expect(leaks(await storedText(cfn))).toEqual([])

  // What a service repeats in its refusal is masked as well, and a rollback knows the old value.
  cfn.world.fail('update A', new Error('not for the wire'))
  cfn.world.fail('update B', new Error('not for the wire'))
  const secondValue = 'Other-Secret'
  const update = {
    StackName: 'S',
    TemplateBody: JSON.stringify(wanted({ Enabled: true })),
    Parameters: [
      { ParameterKey: 'Password', ParameterValue: secondValue },
      { ParameterKey: 'Other', UsePreviousValue: true },
    ],
  }
  await cfn.call('CreateChangeSet', { ...update, ChangeSetName: 'd' })
  const changes = await shown()
  expect(leaks(changes)).toEqual([])
  expect(changes).not.toContain(secondValue)
  await cfn.call('UpdateStack', update)
  expect((await cfn.settled('S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(leaks(await shown())).toEqual([])
  const stored = await storedText(cfn)
  expect(leaks(stored)).toEqual([])
  expect(stored).not.toContain(secondValue)
  expect(Object.values(await cfn.fakes()).map(({ properties }) => properties.Value)).toEqual([SECRET, SECRET])
})

test('attributes that are secrets are sealed, in change sets too', async () => {
  const cfn = await startCloudFormation()
  const template = {
    Resources: {
      A: thing({ Secret: 'made-by-a-service' }),
      B: thing({ Value: { 'Fn::GetAtt': ['A', 'Secret'] } }),
    },
    Outputs: { Secret: { Value: { 'Fn::GetAtt': ['A', 'Secret'] } } },
  }
  await cfn.create('S', template)
  const changed = { ...template, Resources: { ...template.Resources, B: thing({ Value: 'else' }) } }
  await cfn.call('CreateChangeSet', { StackName: 'S', ChangeSetName: 'c', TemplateBody: JSON.stringify(changed) })
  expect(await storedText(cfn)).not.toContain('made-by-a-service')
})

test('the reason of a failure does not repeat a secret', async () => {
  const cfn = await startCloudFormation()
  const { AwsError } = await import('../../kernel/errors.ts')
  cfn.world.fail('create A', new AwsError('InvalidParameterException', `Value '${SECRET}' is wrong`))
  const template = {
    Parameters: { P: { Type: 'String', NoEcho: true } },
    Resources: { A: thing({ Value: { Ref: 'P' } }) },
  }
  await cfn.create('S', template, { Parameters: [{ ParameterKey: 'P', ParameterValue: SECRET }] })
  const failed = (await cfn.events('S')).find((line) => line.startsWith('A CREATE_FAILED'))
  expect(failed).toMatch(
    /^A CREATE_FAILED: Resource handler returned message: "Value '\*\*\*\*' is wrong \(Service: Test::Fake::Thing, Status Code: 400, Request ID: [0-9a-f-]{36}\)" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: InvalidRequest\)$/,
  )
})
