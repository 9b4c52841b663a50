import { ListExportsCommand, ListImportsCommand } from '@aws-sdk/client-cloudformation'
import { GetParameterCommand } from '@aws-sdk/client-ssm'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { uniqueName } from '../support/names.ts'
import { refusalOf } from '../support/refusal.ts'
import { stacksOf } from '../support/stacks.ts'

const origin = inject('origin')
const { cloudFormation, ssm } = awsClients({ origin, account: '777700000004' })
const stacks = stacksOf(cloudFormation)

const parameter = (Value: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value } })
const exporting = (value: string, Name?: string) => ({
  Resources: { Thing: parameter('v') },
  Outputs: { Out: { Value: value, ...(Name === undefined ? {} : { Export: { Name } }) } },
})
const importing = (name: string) => ({ Resources: { Copy: parameter({ 'Fn::ImportValue': name }) } })

describe('an export', () => {
  let exporter: string
  let importer: string
  let exported: string
  beforeAll(async () => {
    exporter = uniqueName('exporter')
    importer = uniqueName('importer')
    exported = `${exporter}:value`
    await stacks.create(exporter, exporting('hello', exported))
    await stacks.create(importer, importing(exported))
  })

  it('is listed, and its value reaches who imports it', async () => {
    const { Exports = [] } = await cloudFormation.send(new ListExportsCommand({}))
    const { StackId } = await stacks.describe(exporter)
    expect(Exports).toContainEqual({ Name: exported, Value: 'hello', ExportingStackId: StackId })
    const { Imports } = await cloudFormation.send(new ListImportsCommand({ ExportName: exported }))
    expect(Imports).toEqual([importer])
    const { Copy } = await stacks.ids(importer)
    expect((await ssm.send(new GetParameterCommand({ Name: Copy }))).Parameter?.Value).toBe('hello')
  })

  it('in use cannot change, go, or be deleted with its stack', async () => {
    const reasons = async (after: number) =>
      (await stacks.events(exporter)).slice(after).map((event) => event.ResourceStatusReason ?? '')
    const count = async () => (await stacks.events(exporter)).length
    let seen = await count()
    expect((await stacks.update(exporter, exporting('changed', exported))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await reasons(seen)).join('\n')).toContain(
      `Export ${exported} cannot be updated as it is in use by ${importer}`,
    )
    seen = await count()
    expect((await stacks.update(exporter, exporting('hello'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await reasons(seen)).join('\n')).toContain(
      `Export ${exported} cannot be deleted as it is in use by ${importer}`,
    )
    seen = await count()
    const refused = await stacks.delete(exporter)
    expect(refused.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await reasons(seen)).join('\n')).toMatch(
      new RegExp(`[Ee]xport ${exported} (cannot be deleted )?as it is in use by ${importer}`),
    )
    const { Exports = [] } = await cloudFormation.send(new ListExportsCommand({}))
    expect(Exports.find((one) => one.Name === exported)?.Value).toBe('hello')
  })

  it('is one stack’s only', async () => {
    const thief = await stacks.create(uniqueName('thief'), exporting('mine', exported))
    expect(thief.StackStatus).toBe('ROLLBACK_COMPLETE')
    const reasons = (await stacks.events(thief.StackId ?? '')).map((event) => event.ResourceStatusReason ?? '')
    expect(reasons.join('\n')).toContain(`Export with name ${exported} is already exported by stack ${exporter}`)
  })

  it('that is missing fails the stack that imports it', async () => {
    const stack = await stacks.create(uniqueName('lonely'), importing('nobody:exports'))
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    const reasons = (await stacks.events(stack.StackId ?? '')).map((event) => event.ResourceStatusReason ?? '')
    expect(reasons.join('\n')).toContain('No export named nobody:exports found.')
  })

  it('is free once nobody imports it, and gone with its stack', async () => {
    await stacks.delete(importer)
    expect((await stacks.delete(exporter)).StackStatus).toBe('DELETE_COMPLETE')
    const { Exports = [] } = await cloudFormation.send(new ListExportsCommand({}))
    expect(Exports.map((one) => one.Name)).not.toContain(exported)
    const imports = cloudFormation.send(new ListImportsCommand({ ExportName: exported }))
    expect((await refusalOf(imports)).message).toContain(exported)
  })

  it('of another region or account is none', async () => {
    const name = uniqueName('here')
    await stacks.create(name, exporting('hello', `${name}:value`))
    for (const place of [{ region: 'eu-west-1' }, { account: '777700000005' }]) {
      const elsewhere = awsClients({ origin, account: '777700000004', ...place }).cloudFormation
      const { Exports } = await elsewhere.send(new ListExportsCommand({}))
      expect(Exports ?? []).toEqual([])
      const stack = await stacksOf(elsewhere).create(name, importing(`${name}:value`))
      expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    }
  })
})

describe('another stack’s output', () => {
  it('is read without an export, and does not bind', async () => {
    const name = uniqueName('weak')
    await stacks.create(name, exporting('hello'))
    const reader = uniqueName('reader')
    const value = { 'Fn::GetStackOutput': { StackName: name, OutputName: 'Out' } }
    const stack = await stacks.create(reader, { Resources: { Copy: parameter(value) } })
    expect(stack.StackStatus).toBe('CREATE_COMPLETE')
    const { Copy } = await stacks.ids(reader)
    expect((await ssm.send(new GetParameterCommand({ Name: Copy }))).Parameter?.Value).toBe('hello')
    expect((await stacks.delete(name)).StackStatus).toBe('DELETE_COMPLETE')
  })
})
