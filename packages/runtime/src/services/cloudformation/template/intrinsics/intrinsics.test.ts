import { describe, expect, test } from 'vitest'
import type { JsonValue } from '../../../../kernel/json.ts'
import { ResolutionBudget } from '../budget.ts'
import { checkTemplate } from '../check-template.ts'
import { evaluateConditions, type Lookups, propertyScope } from '../evaluate.ts'
import { KNOWN_AFTER_APPLY } from '../known-after-apply.ts'
import { parseTemplate } from '../load.ts'
import { resolveValue } from '../resolve.ts'

const PLACE = { account: '123456789012', region: 'eu-west-1' }

const LOOKUPS: Lookups = {
  reference: (id) => (id === 'Later' ? KNOWN_AFTER_APPLY : `id-of-${id}`),
  attribute: (id, name) => (id === 'Later' ? KNOWN_AFTER_APPLY : `${id}/${name}`),
  importValue: async (name) => `import-of-${name}`,
  stackOutput: async (stack, output, region) => `${stack}/${output}/${region}`,
}

const TEMPLATE = {
  Parameters: {
    Text: { Type: 'String', Default: 'hello' },
    Number: { Type: 'Number', Default: 7 },
    List: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Empty: { Type: 'CommaDelimitedList', Default: '' },
    constructor: { Type: 'String', Default: 'built' },
  },
  Mappings: {
    Map: {
      eu: { name: 'Europe', zones: ['x', 'y'] },
      long: { text: 'x'.repeat(20_000), list: Array.from({ length: 2000 }, () => 'x') },
    },
  },
  Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Equals': ['a', 'b'] } },
}

/** Checks a value as part of a template, then resolves it. */
async function resolve(value: unknown): Promise<unknown> {
  const resource = { Type: 'AWS::CDK::Metadata', Properties: { P: value } }
  const Resources = { A: resource, B: { Type: 'AWS::CDK::Metadata' }, Later: { Type: 'AWS::CDK::Metadata' } }
  const template = parseTemplate(JSON.stringify({ ...TEMPLATE, Resources }))
  checkTemplate(template, { find: () => undefined, isKnown: () => true, hasAttribute: () => true })
  const parameters = Object.entries(template.parameters).map(([key, { default: value = '' }]) => ({ key, value }))
  const evaluation = {
    template,
    parameters,
    place: PLACE,
    stackId: 'arn:stack',
    stackName: 'Stack',
    notificationArns: ['arn:topic'],
    budget: new ResolutionBudget(),
  }
  const scope = propertyScope(evaluation, await evaluateConditions(evaluation), LOOKUPS)
  return resolveValue(template.resources.A?.properties.P as JsonValue, scope)
}

const NO_VALUE = { Ref: 'AWS::NoValue' }
/** `${name}`, which is CloudFormation's placeholder and looks like JavaScript's. */
const $ = (name: string) => `\${${name}}`

describe('values', () => {
  test.each<[unknown, unknown]>([
    [{ Ref: 'Text' }, 'hello'],
    [{ Ref: 'Number' }, '7'],
    [{ Ref: 'List' }, ['a', 'b', 'c']],
    [{ Ref: 'Empty' }, ['']],
    [{ Ref: 'constructor' }, 'built'],
    [{ Ref: 'B' }, 'id-of-B'],
    [{ Ref: 'AWS::AccountId' }, '123456789012'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::StackName' }, 'Stack'],
    [{ Ref: 'AWS::StackId' }, 'arn:stack'],
    [{ Ref: 'AWS::NotificationARNs' }, ['arn:topic']],
    [NO_VALUE, undefined],
    [{ kept: 1, gone: NO_VALUE }, { kept: 1 }],
    [
      ['a', NO_VALUE, 'b'],
      ['a', 'b'],
    ],
    [['a', { 'Fn::If': ['No', 'x', NO_VALUE] }], ['a']],
    [{ 'Fn::If': ['Yes', { a: { 'Fn::If': ['No', 1, 2] } }, 'x'] }, { a: 2 }],
    [{ 'Fn::GetAtt': ['B', 'Arn'] }, 'B/Arn'],
    [{ 'Fn::GetAtt': 'B.Outputs.Name' }, 'B/Outputs.Name'],
    [{ 'Fn::GetAtt': ['B', 'Outputs', 'Name'] }, 'B/Outputs.Name'],
    [{ 'Fn::GetAtt': ['B', { Ref: 'Text' }] }, 'B/hello'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Text' }, 5, true]] }, 'a-hello-5-true'],
    [{ 'Fn::Join': ['-', { Ref: 'List' }] }, 'a-b-c'],
    [{ 'Fn::Join': [',', { Ref: 'Empty' }] }, ''],
    [{ 'Fn::Join': ['-', ['a', NO_VALUE, 'b']] }, 'a-b'],
    [{ 'Fn::Split': ['|', 'a|b|'] }, ['a', 'b', '']],
    [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    [{ 'Fn::Select': ['0', { 'Fn::Split': ['.', 'x.y'] }] }, 'x'],
    [{ 'Fn::Select': [0, { Ref: 'List' }] }, 'a'],
    [{ 'Fn::Sub': `${$('Text')}/${$('AWS::Region')}/${$('B')}/${$('B.Arn')}` }, 'hello/eu-west-1/id-of-B/B/Arn'],
    [{ 'Fn::Sub': `${$('!Text')} costs $5` }, `${$('Text')} costs $5`],
    [{ 'Fn::Sub': [`${$('x')}${$('Text')}`, { x: { Ref: 'Number' } }] }, '7hello'],
    [{ 'Fn::Sub': [`${$('Text')}`, { Text: 'mine' }] }, 'mine'],
    [{ 'Fn::Sub': `${$('constructor')}` }, 'built'],
    [{ 'Fn::Base64': 'héllo' }, 'aMOpbGxv'],
    [{ 'Fn::FindInMap': ['Map', 'eu', 'name'] }, 'Europe'],
    [{ 'Fn::Select': [1, { 'Fn::FindInMap': ['Map', 'eu', 'zones'] }] }, 'y'],
    [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    [{ 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, ['10.0.0.0/24', '10.0.1.0/24']],
    [{ 'Fn::Cidr': ['2001:db8:1234:1a00::/56', 2, 64] }, ['2001:db8:1234:1a00::/64', '2001:db8:1234:1a01::/64']],
    [{ 'Fn::Cidr': ['fd00:0:0:1::7/64', 2, 0] }, ['fd00:0:0:1::/128', 'fd00:0:0:1:0:0:0:1/128']],
    [{ 'Fn::Cidr': ['192.168.1.7/24', '3', '5'] }, ['192.168.1.0/27', '192.168.1.32/27', '192.168.1.64/27']],
    [{ 'Fn::ImportValue': { 'Fn::Sub': `${$('Text')}-x` } }, 'import-of-hello-x'],
    [{ 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O' } }, 'S/O/undefined'],
    [{ 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O', Region: { Ref: 'AWS::Region' } } }, 'S/O/eu-west-1'],
    // Data that only looks like a function.
    [{ Condition: { StringEquals: 'x' } }, { Condition: { StringEquals: 'x' } }],
    [
      { Ref: 'Text', other: 1 },
      { Ref: 'Text', other: 1 },
    ],
  ])('%j gives %j', async (value, expected) => {
    expect(await resolve(value)).toEqual(expected)
  })

  test.each([
    { Ref: 'Later' },
    { 'Fn::GetAtt': ['Later', 'Arn'] },
    { 'Fn::Sub': `arn:${$('Later')}` },
    { 'Fn::Join': ['', ['arn:', { Ref: 'Later' }]] },
    { 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Later' }] }] },
    { 'Fn::Base64': { Ref: 'Later' } },
    { 'Fn::Cidr': [{ Ref: 'Later' }, 2] },
  ])('%j is known after apply', async (value) => {
    expect(await resolve(value)).toBe('{{changeSet:KNOWN_AFTER_APPLY}}')
  })
})

describe('refusals, text for text', () => {
  const SUB =
    'Template error: One or more Fn::Sub intrinsic functions do not specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string'
  const JOIN =
    'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.'
  const SPLIT =
    'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.'
  const SELECT = 'Template error: Fn::Select requires a list argument with two elements: an integer index and a list'
  const GET_ATT =
    'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute'
  test.each<[unknown, string]>([
    [{ Ref: [] }, 'Template error: every Ref object must have a single String value.'],
    [
      { Ref: 'Nobody' },
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      { Ref: 'toString' },
      'Template format error: Unresolved resource dependencies [toString] in the Resources block of the template',
    ],
    [{ 'Fn::GetAtt': 'B' }, GET_ATT],
    [{ 'Fn::GetAtt': ['B', ''] }, GET_ATT],
    [{ 'Fn::GetAtt': ['', 'Arn'] }, GET_ATT],
    [
      { 'Fn::GetAtt': ['Nobody', 'Arn'] },
      'Template error: instance of Fn::GetAtt references undefined resource Nobody',
    ],
    [{ 'Fn::Join': ['-'] }, JOIN],
    [{ 'Fn::Join': ['-', 'text'] }, JOIN],
    [{ 'Fn::Join': ['-', { Ref: 'Text' }] }, JOIN],
    [{ 'Fn::Join': ['-', [['nested']]] }, JOIN],
    [{ 'Fn::Split': ['', 'x'] }, SPLIT],
    [{ 'Fn::Split': 'x' }, SPLIT],
    [{ 'Fn::Split': [',', { Ref: 'List' }] }, SPLIT],
    [{ 'Fn::Select': [0] }, SELECT],
    [{ 'Fn::Select': ['one', ['a']] }, SELECT],
    [{ 'Fn::Select': [0, 'text'] }, SELECT],
    [{ 'Fn::Select': [2, ['a']] }, 'Template error: Fn::Select cannot select nonexistent value at index 2'],
    [{ 'Fn::Sub': ['x'] }, SUB],
    [{ 'Fn::Sub': 5 }, SUB],
    [
      { 'Fn::Sub': $('a b') },
      'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    ],
    [{ 'Fn::Sub': $('List') }, 'Template error: variable List in Fn::Sub expression does not resolve to a string'],
    [{ 'Fn::Base64': ['x'] }, 'Template error: every Fn::Base64 object must have a String-typed value.'],
    [{ 'Fn::FindInMap': ['Map', 'us', 'name'] }, 'Template error: Unable to get mapping for Map::us::name'],
    [
      { 'Fn::FindInMap': ['constructor', 'name', 'length'] },
      'Template error: Unable to get mapping for constructor::name::length',
    ],
    [
      { 'Fn::FindInMap': ['Map', 'constructor', 'name'] },
      'Template error: Unable to get mapping for Map::constructor::name',
    ],
    [{ 'Fn::If': ['Nowhere', 1, 2] }, 'Template error: unresolved condition dependency Nowhere in Fn::If'],
    [
      { 'Fn::If': ['Yes', 1] },
      'Template error: Fn::If requires a list argument with three elements, the first of which must be a string',
    ],
    [
      { 'Fn::ImportValue': { Ref: 'B' } },
      'Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs',
    ],
    [{ 'Fn::Length': [1] }, 'Template error: Fn::Length is supported only with the AWS::LanguageExtensions transform'],
    [
      { 'Fn::Cidr': ['10.0.0.0/30', 2, 8] },
      expect.stringContaining('every Fn::Cidr object requires') as unknown as string,
    ],
    [
      { 'Fn::Cidr': ['2001:db8:1234:1a00::/56', 257, 64] },
      expect.stringContaining('every Fn::Cidr object requires') as unknown as string,
    ],
    [
      { 'Fn::Cidr': ['::ffff:10.0.0.0/104', 1, 8] },
      expect.stringContaining('every Fn::Cidr object requires') as unknown as string,
    ],
    [
      { 'Fn::Cidr': ['10.0.0.256/16', 1] },
      expect.stringContaining('every Fn::Cidr object requires') as unknown as string,
    ],
    [
      { 'fn::getatt': ['B', 'Arn'] },
      expect.stringMatching(
        /^Template Error: Encountered unsupported function: fn::getatt Supported functions are: \[Fn::Base64, /,
      ) as unknown as string,
    ],
    [
      { nested: [{ 'Fn::Equals': ['a', 'b'] }] },
      expect.stringContaining('Encountered unsupported function: Fn::Equals') as unknown as string,
    ],
  ])('%j', async (value, message) => {
    const error = await resolve(value).then(
      (given) => new Error(`gave ${JSON.stringify(given)}`),
      (thrown: Error) => thrown,
    )
    expect(error.message).toEqual(message)
  })
})

const nested = (depth: number): unknown => (depth === 0 ? 'x' : { 'Fn::Base64': nested(depth - 1) })
const times = (count: number, value: unknown) => Array.from({ length: count }, () => value)
const CHARACTERS = 'Template error: the functions of the template make more than 4000000 characters.'
const VALUES = 'Template error: the functions of the template make more than 500000 values.'

describe('what a template resolves to has one limit', () => {
  test.each<[string, unknown, string]>([
    ['Base64 of Base64', nested(60), CHARACTERS],
    ['Sub that repeats', { 'Fn::Sub': [$('y').repeat(100_000), { y: 'y'.repeat(4000) }] }, CHARACTERS],
    ['Join with a long delimiter', { 'Fn::Join': ['z'.repeat(100_000), times(100, 'x')] }, CHARACTERS],
    ['many short functions', times(1000, { 'Fn::Join': ['', times(50, 'x'.repeat(100))] }), CHARACTERS],
    ['a long text of a mapping', times(300, { 'Fn::FindInMap': ['Map', 'long', 'text'] }), CHARACTERS],
    ['Split into single characters', times(80, { 'Fn::Split': [',', ','.repeat(10_000)] }), VALUES],
    ['a list that is referred to again and again', times(400, { 'Fn::FindInMap': ['Map', 'long', 'list'] }), VALUES],
  ])('%s', async (_, value, message) => {
    await expect(resolve(value)).rejects.toThrow(message)
  })

  test('is above what a template of the largest size needs', async () => {
    const texts = times(100, { 'Fn::Sub': [$('y').repeat(100), { y: 'y'.repeat(100) }] })
    expect(await resolve(texts)).toHaveLength(100)
  })
})
