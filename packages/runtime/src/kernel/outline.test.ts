import { expect, test } from 'vitest'
import { outlineOf } from './outline.ts'

test.each([
  ['a text', 'a text'],
  [{ Ref: 'Api' }, 'x'],
  [{ 'Fn::GetAtt': ['Handler', 'Arn'] }, 'x'],
  [{ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'lambda']] }, 'arn:x:lambda'],
  [{ 'Fn::Join': [':', { Ref: 'List' }] }, 'x'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of CloudFormation
  [{ 'Fn::Sub': 'arn:${AWS::Partition}:lambda' }, 'arn:x:lambda'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of CloudFormation
  [{ 'Fn::Sub': ['${a}b', { a: { Ref: 'A' } }] }, 'xb'],
  [
    { a: [{ Ref: 'A' }, 1, null], Ref: 'kept' },
    { a: ['x', 1, null], Ref: 'kept' },
  ],
])('%j is outlined as %j', (value, outline) => {
  expect(outlineOf(value)).toEqual(outline)
})
