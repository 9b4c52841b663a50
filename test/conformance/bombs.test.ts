import { CreateDeploymentCommand, ImportRestApiCommand } from '@aws-sdk/client-api-gateway'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { createMockApi } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

// Small texts that mean large ones, or long work. A runtime of its own for each: one that falls for it takes the others
// down with it.
let sallyport: SallyportProcess
beforeEach(async () => {
  sallyport = await startSallyport({ args: ['--log-level', 'warn'] })
})
afterEach(() => sallyport.kill())

const LETTERS = 'abcdefghij'.split('')
const credential = (service: string) => `Credential=test/20260101/us-east-1/${service}/aws4_request`
const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 ${credential(service)}, SignedHeaders=host, Signature=0`,
})

function createStack(template: string) {
  return sendRaw(sallyport.origin, '/', {
    headers: { ...signed('cloudformation'), 'content-type': 'application/x-www-form-urlencoded' },
    body: `Action=CreateStack&Version=2010-05-15&StackName=bomb&TemplateBody=${encodeURIComponent(template)}`,
    withinMs: 5000,
  })
}

async function expectAlive(): Promise<void> {
  const answer = await sendRaw(sallyport.origin, '/_sallyport/health', { method: 'GET', withinMs: 2000 })
  expect(answer.status).toBe(200)
}

it('a YAML template of aliases to aliases is refused: CloudFormation takes none', async () => {
  const lists = LETTERS.map((name, i) => {
    const item = i === 0 ? 'x' : `*${LETTERS[i - 1]}`
    return `${name}: &${name} [${Array(10).fill(item).join(', ')}]`
  })
  const answer = await createStack(['Resources: {}', 'Metadata:', ...lists.map((list) => `  ${list}`)].join('\n'))
  expect(answer.status).toBe(400)
  expect(answer.body).toContain('YAML aliases are not allowed in CloudFormation templates')
  await expectAlive()
})

const range = '[0..999]'
const loop = (inner: string) => `#foreach($i in ${range})${inner}#end`
it.each([
  ['loops in loops', loop(loop(loop('x')))],
  ['a text that doubles itself', `#set($s = "xxxxxxxxxx")${loop('#set($s = "$s$s")')}`],
  [
    'a pattern that backtracks',
    '#set($s = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")$s.matches("(a+)+b")$s.replaceAll("(a|a)*b", "")',
  ],
])('a mapping template of %s ends, and the API goes on', async (_, template) => {
  const { origin } = sallyport
  const { apiGateway } = awsClients({ origin })
  const responseTemplates = { 'application/json': template }
  const api = await createMockApi({ apiGateway, origin }, [
    { path: '/bomb', responses: [{ statusCode: '200', responseTemplates }] },
    { path: '/well' },
  ])
  const answer = await sendRaw(origin, `/_aws/execute-api/${api.apiId}/test/bomb`, { method: 'GET', withinMs: 5000 })
  expect([200, 500]).toContain(answer.status)
  expect(answer.body.length).toBeLessThan(11 * 1024 * 1024)
  expect((await api.call('/well')).status).toBe(200)
  await expectAlive()
})

it('an XML body of entities of entities is refused', async () => {
  const entities = LETTERS.map((name, i) => {
    const text = i === 0 ? 'aaaaaaaaaa' : `&${LETTERS[i - 1]};`.repeat(10)
    return `<!ENTITY ${name} "${text}">`
  })
  await sendRaw(sallyport.origin, '/bombs', { method: 'PUT', headers: signed('s3') })
  const answer = await sendRaw(sallyport.origin, '/bombs?versioning', {
    method: 'PUT',
    headers: signed('s3'),
    body: `<!DOCTYPE b [${entities.join('')}]><VersioningConfiguration><Status>&j;</Status></VersioningConfiguration>`,
    withinMs: 5000,
  })
  expect(answer.status).toBe(400)
  expect(answer.body).toMatch(/<Code>MalformedXML<\/Code>/)
  await expectAlive()
})

it.each([
  ['a pattern that backtracks', { AllowedPattern: '^(a+)+$' }, `${'a'.repeat(40)}!`],
  ['a pattern with nested alternatives', { AllowedPattern: '^(a|a|a)*$' }, `${'a'.repeat(40)}!`],
])('%s ends at once', async (_, parameter, value) => {
  const template = {
    Parameters: { P: { Type: 'String', Default: value, ...parameter } },
    Resources: { A: { Type: 'AWS::Cognito::UserPool' } },
  }
  const answer = await createStack(JSON.stringify(template))
  expect(answer.status).toBe(400)
  await expectAlive()
})

const base64 = (depth: number): unknown => (depth === 0 ? 'x' : { 'Fn::Base64': base64(depth - 1) })
const parameterOf = (value: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: value } })
const times = (count: number, value: unknown) => Array.from({ length: count }, () => value)
it.each([
  ['60 functions in one another', { A: parameterOf(base64(60)) }],
  [
    'forty chains of 40 functions',
    Object.fromEntries(times(40, parameterOf(base64(40))).map((each, i) => [`P${i}`, each])),
  ],
  ['a long delimiter', { A: parameterOf({ 'Fn::Join': ['x'.repeat(20_000), times(5000, 'x')] }) }],
])('a stack template of %s is refused before memory is taken for it', async (_, Resources) => {
  const answer = await createStack(JSON.stringify({ Resources }))
  expect(answer.status).toBe(400)
  expect(answer.body).toContain('<Code>ValidationError</Code>')
  expect(answer.body).toContain('the functions of the template make more than 4000000 characters')
  await expectAlive()
})

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}{}${'}'.repeat(depth)}`
const doubling = { properties: { a: { allOf: [{ $ref: '#' }, { $ref: '#' }] } } }
const patterns = Array.from({ length: 1000 }, (_, i) => ({ pattern: `^x${i}` }))
it.each([
  ['five million values that do not fit', { type: 'array', items: { type: 'string' } }, `[${'1,'.repeat(5_000_000)}1]`],
  ['a text that a thousand patterns do not fit', { items: { allOf: patterns } }, `["${'y'.repeat(9_000_000)}"]`],
  ['a depth at each level of which the work doubles', doubling, nested(400)],
])('a body of %s is refused, and the API goes on', async (_, schema, body) => {
  const { origin } = sallyport
  const { apiGateway } = awsClients({ origin })
  const document = {
    swagger: '2.0',
    info: { title: 'checked' },
    definitions: { Body: schema },
    'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true, validateRequestParameters: false } },
    'x-amazon-apigateway-request-validator': 'body',
    paths: {
      '/': {
        post: {
          parameters: [{ in: 'body', name: 'Body', schema: { $ref: '#/definitions/Body' } }],
          responses: { 200: { description: 'ok' } },
          'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: '200' } } },
        },
      },
    },
  }
  const { id: restApiId = '' } = await apiGateway.send(new ImportRestApiCommand({ body: encoded(document) }))
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'test' }))
  const answer = await sendRaw(origin, `/_aws/execute-api/${restApiId}/test`, {
    headers: { 'content-type': 'application/json' },
    body,
    withinMs: 5000,
  })
  expect([answer.status, answer.body]).toEqual([400, '{"message": "Invalid request body"}'])
  await expectAlive()
})

const encoded = (document: object) => Buffer.from(JSON.stringify(document))
