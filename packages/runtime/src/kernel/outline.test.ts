import { expect, test } from 'vitest'
import { outlineOf } from './outline.ts'

test.each([
  ['a text', 'a text'],
  [{ Ref: 'Api' }, 'x'],
  [{ 'Fn::GetAtt': ['Handler', 'Arn'] }, 'x'],
  [{ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, { Ref: 'Service' }]] }, 'arn:aws:x'],
  [{ 'Fn::Join': [':', { Ref: 'List' }] }, 'x'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of CloudFormation
  [{ 'Fn::Sub': 'arn:${AWS::Partition}:${Service}' }, 'arn:aws:x'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of CloudFormation
  [{ 'Fn::Sub': ['${a}b', { a: { Ref: 'A' } }] }, 'xb'],
  [
    { a: [{ Ref: 'A' }, 1, null], Ref: 'kept' },
    { a: ['x', 1, null], Ref: 'kept' },
  ],
])('%j is outlined as %j', (value, outline) => {
  expect(outlineOf(value)).toEqual(outline)
})

test('what stands for the computed may be given', () => {
  expect(outlineOf({ a: { 'Fn::Join': ['/', [{ Ref: 'A' }, 'b']] }, c: [{ Ref: 'C' }] }, 'y')).toEqual({
    a: 'y/b',
    c: ['y'],
  })
})
