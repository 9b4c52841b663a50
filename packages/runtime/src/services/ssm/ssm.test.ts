import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SsmApi } from '../../generated/ssm.ts'
import { callContext, instantTypeOf, resourceRequest } from '../../kernel/call.harness.ts'
import { manualClock } from '../../kernel/clock.ts'
import type { InputOf } from '../../kernel/operation.ts'
import { systemRandom } from '../../kernel/random.ts'
import type { Service } from '../../kernel/service.ts'
import { openSqliteStore } from '../../store/sqlite/index.ts'
import type { Store } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { createSsmService } from './index.ts'

let store: Store
let ssm: Service
const vault = createVault(systemRandom.bytes(32), systemRandom)

beforeEach(async () => {
  store = await openSqliteStore({ path: undefined })
  ssm = createSsmService({ clock: manualClock(Date.UTC(2030, 0, 1)), vault })
})
afterEach(() => store.close())

const context = () => callContext(store, ssm)

const call = <O extends keyof SsmApi & string>(name: O, input: InputOf<'ssm', O>) => context().call('ssm', name, input)

const put = (Name: string, Value: string, more: object = {}) =>
  call('PutParameter', { Name, Value, Type: 'String', ...more })

it('keeps versions and selects them by number and label', async () => {
  await put('/a/b', 'one')
  await put('/a/b', 'two', { Overwrite: true, Type: undefined })
  await call('LabelParameterVersion', { Name: '/a/b', ParameterVersion: 1, Labels: ['stable', '9bad'] })
  expect((await call('GetParameter', { Name: '/a/b' })).Parameter).toMatchObject({
    Value: 'two',
    Version: 2,
    ARN: 'arn:aws:ssm:eu-west-1:111111111111:parameter/a/b',
  })
  expect((await call('GetParameter', { Name: '/a/b:1' })).Parameter).toMatchObject({ Value: 'one', Selector: ':1' })
  expect((await call('GetParameter', { Name: '/a/b:stable' })).Parameter?.Value).toBe('one')
  const byArn = await call('GetParameter', { Name: 'arn:aws:ssm:eu-west-1:111111111111:parameter/a/b' })
  expect(byArn.Parameter?.Value).toBe('two')
  await expect(call('GetParameter', { Name: '/a/b:7' })).rejects.toMatchObject({
    code: 'ParameterVersionNotFound',
    message: 'Systems Manager could not find version 7 of /a/b. Verify the version and try again.',
  })
})

it('shows a secure value only with decryption and never stores it in the clear', async () => {
  await put('secret', 'hunter2', { Type: 'SecureString' })
  expect((await call('GetParameter', { Name: 'secret' })).Parameter?.Value).not.toContain('hunter2')
  const open = await call('GetParameter', { Name: 'secret', WithDecryption: true })
  expect(open.Parameter).toMatchObject({ Type: 'SecureString', Value: 'hunter2' })
  const stored = await store.list({ kind: 'ssm/parameter' })
  expect(JSON.stringify(stored)).not.toContain('hunter2')
})

it('refuses what AWS refuses', async () => {
  await put('p', 'x')
  await expect(put('p', 'y')).rejects.toMatchObject({ code: 'ParameterAlreadyExists' })
  await expect(call('GetParameter', { Name: 'q' })).rejects.toMatchObject({ code: 'ParameterNotFound', message: '' })
  await expect(put('/aws/x', 'y')).rejects.toMatchObject({ code: 'AccessDeniedException' })
  await expect(put('a/b', 'y')).rejects.toMatchObject({ message: 'Parameter name must be a fully qualified name.' })
  await expect(put('n', 'y', { Type: undefined })).rejects.toMatchObject({ code: 'ValidationException' })
  await expect(put('n', 'abc', { AllowedPattern: '^\\d+$' })).rejects.toMatchObject({
    code: 'ParameterPatternMismatchException',
  })
  await expect(put('n', 'abc', { AllowedPattern: '(' })).rejects.toMatchObject({
    code: 'InvalidAllowedPatternException',
  })
  await expect(put('n', 'abc', { AllowedPattern: '\\X+' })).rejects.toMatchObject({
    code: 'NotImplementedException',
    message: expect.stringContaining('a grapheme in an AllowedPattern'),
  })
  await expect(put('n', 'x'.repeat(4097))).rejects.toMatchObject({ code: 'ValidationException' })
})

it('looks for an AllowedPattern anywhere in the value, on a budget', async () => {
  await put('found', 'abc7', { AllowedPattern: '\\p{Nd}' })
  const value = `${'a'.repeat(40)}!`
  await expect(put('n', value, { AllowedPattern: '^(a+)+$' })).rejects.toMatchObject({
    code: 'ParameterPatternMismatchException',
  })
  await expect(put('n', value, { AllowedPattern: '^(a+)+\\1$' })).rejects.toMatchObject({
    code: 'InvalidAllowedPatternException',
  })
})

it('reads a hierarchy one level deep or all of it', async () => {
  for (const name of ['/h/a', '/h/b/c', '/hx/a']) await put(name, name)
  const names = async (Recursive: boolean) =>
    (await call('GetParametersByPath', { Path: '/h', Recursive })).Parameters?.map((parameter) => parameter.Name)
  expect(await names(false)).toEqual(['/h/a'])
  expect(await names(true)).toEqual(['/h/a', '/h/b/c'])
  const { Parameters, InvalidParameters } = await call('GetParameters', { Names: ['/h/a', 'no'] })
  expect([Parameters?.length, InvalidParameters]).toEqual([1, ['no']])
})

it('creates, updates and removes AWS::SSM::Parameter', async () => {
  const request = {
    ...resourceRequest(context(), 'MyParameter'),
    generateName: () => 's-MyParameter-XDIklGDTsx0d',
  }
  const type = instantTypeOf(ssm, 'AWS::SSM::Parameter')
  const properties = { Type: 'String', Value: '33', Tags: { a: 'b' } }
  const made = await type.create(properties, request)
  expect(made).toMatchObject({ physicalId: 'CFN-MyParameter-XDIklGDTsx0d', attributes: { Value: '33' } })
  const changed = await type.update({ Type: 'String', Value: '34' }, { ...made, properties }, request)
  expect(changed).toMatchObject({ physicalId: made.physicalId, attributes: { Value: '34' } })
  expect((await call('GetParameter', { Name: made.physicalId })).Parameter).toMatchObject({ Value: '34', Version: 2 })
  const tags = await call('ListTagsForResource', { ResourceType: 'Parameter', ResourceId: made.physicalId })
  expect(tags.TagList).toEqual([])
  await type.remove({ ...changed, properties }, request)
  await type.remove({ ...changed, properties }, request)
})

it('deletes a parameter by its name, not by its ARN', async () => {
  await put('/gone', 'x')
  const byArn = call('DeleteParameter', { Name: 'arn:aws:ssm:eu-west-1:111111111111:parameter/gone' })
  await expect(byArn).rejects.toMatchObject({ code: 'ParameterNotFound' })
  await call('DeleteParameter', { Name: '/gone' })
  await expect(call('GetParameter', { Name: '/gone' })).rejects.toMatchObject({ code: 'ParameterNotFound' })
})
