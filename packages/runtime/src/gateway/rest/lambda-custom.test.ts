import { describe, expect, it, test } from 'vitest'
import { FunctionRefusal } from '../../kernel/functions.ts'
import type { WireResponse } from '../../kernel/wire.ts'
import type { IntegrationDefinition } from './definition.ts'
import { type Call, ERROR_500, headerOf, textOf } from './gateway.harness.ts'
import { custom, Failed, type Handler, servingFunction } from './lambda.harness.ts'

const outcomeOf = async (answer: Promise<WireResponse>) => {
  const response = await answer
  return [response.status, textOf(response)]
}
const answerOf = (overrides: Partial<IntegrationDefinition>, handler: Handler, call: Call = {}) =>
  outcomeOf(servingFunction(custom(overrides), handler).call('/prod/x', call))

const fails = (errorMessage: string) => () => new Failed({ errorMessage, errorType: 'Error' })

describe('a custom integration with a function', () => {
  const integrationResponses = {
    200: { statusCode: '200' },
    405: { statusCode: '405', selectionPattern: '.*four hundred.*' },
    502: { statusCode: '502', selectionPattern: '.+' },
    504: { statusCode: '504', selectionPattern: '200' },
  }

  test.each([
    ['a success is the response without a pattern', () => ({ a: 1 }), [200, '{"a":1}']],
    ['an error that one pattern names', fails('this is four hundred'), [405, undefined]],
    ['any other error', fails('boom'), [502, undefined]],
    ['an error without a message', () => new Failed({}), [200, '{}']],
  ])('chooses by the message of the error, never by a status: %s (7.4.1)', async (_name, handler, [status, body]) => {
    const answer = await answerOf({ integrationResponses }, handler as Handler)
    expect(answer[0]).toBe(status)
    if (body !== undefined) expect(answer[1]).toBe(body)
  })

  it('has headers of its own, which can be mapped (recorded)', async () => {
    const names = ['Content-Type', 'Content-Length', 'x-amzn-RequestId', 'X-Amz-Executed-Version', 'X-Amzn-Trace-Id']
    const pairs = names.map((name, i) => [`method.response.header.H${i}`, `integration.response.header.${name}`])
    const responses = { 200: { statusCode: '200', responseParameters: Object.fromEntries(pairs) } }
    const served = servingFunction(custom({ integrationResponses: responses }), () => ({ a: 1 }))
    const response = await served.call('/prod/x')
    expect(names.map((_name, i) => headerOf(response, `h${i}`))).toEqual([
      'application/json',
      '7',
      'invoked',
      '$LATEST',
      headerOf(response, 'x-amzn-trace-id'),
    ])
  })

  it('passes the error on where no template says otherwise (7.4.2)', async () => {
    expect(await answerOf({ integrationResponses }, fails('boom'))).toEqual([
      502,
      '{"errorMessage":"boom","errorType":"Error"}',
    ])
  })

  test.each([
    [{ customerror: true }, 400],
    [{ fine: true }, 202],
  ])('lets a template set the status: %j (7.4.3)', async (result, status) => {
    const template =
      '$input.json("$")#set($inputRoot = $input.path("$"))#if($inputRoot.toString().contains("customerror"))' +
      '#set($context.responseOverride.status = 400)#else#set($context.responseOverride.status = 202)#end'
    const responses = { 200: { statusCode: '200', responseTemplates: { 'application/json': template } } }
    const answer = await answerOf({ integrationResponses: responses }, () => result)
    expect(answer).toEqual([status, JSON.stringify(result)])
  })

  test.each(['denied', 'missing', 'throttled'] as const)(
    'is 500 when the platform refuses: %s (7.4.4)',
    async (why) => {
      const handler = () => {
        throw new FunctionRefusal(why, 'because')
      }
      expect(await answerOf({ integrationResponses }, handler)).toEqual(ERROR_500)
    },
  )

  it('gives the function the rendered template, the raw body, or {} (7.4.5)', async () => {
    const requestTemplates = { 'application/json': '{"id":"$input.params(\'id\')"}' }
    const echo: Handler = (event) => event
    expect(await answerOf({ requestTemplates }, echo, { query: 'id=7' })).toEqual([200, '{"id":"7"}'])
    expect(await answerOf({}, echo, { method: 'POST', body: '{"b":2}' })).toEqual([200, '{"b":2}'])
    expect(await answerOf({}, echo)).toEqual([200, '{}'])
  })

  it('is 500 where that is not JSON', async () => {
    const served = servingFunction(custom(), () => 'never')
    expect(await outcomeOf(served.call('/prod/x', { method: 'POST', body: 'no JSON' }))).toEqual(ERROR_500)
    expect(served.calls).toEqual([])
  })

  it('does not wait for an event: 200 and nothing in it (7.2.5)', async () => {
    const requestParameters = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" }
    const served = servingFunction(custom({ requestParameters }), () => 'never')
    const response = await served.call('/prod/x', { method: 'POST', body: '{"a":1}' })
    expect([response.status, textOf(response)]).toEqual([200, ''])
    expect(served.calls).toEqual([])
    expect(served.events.map(({ payload }) => payload.toString())).toEqual(['{"a":1}'])
  })

  it('says what it traces (4.1.3)', async () => {
    const response = await servingFunction(custom(), () => 1).call('/prod/x')
    expect(headerOf(response, 'X-Amzn-Trace-Id')).toMatch(/^Root=1-/)
  })
})

describe('binary bodies of a custom integration (7.6)', () => {
  const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
  const binary = { binaryMediaTypes: ['image/png'] }

  it('reach a template as Base64 (7.6.3)', async () => {
    const requestTemplates = { 'image/png': '{"image":"$input.body"}' }
    const served = servingFunction(custom({ requestTemplates }), (event) => event, { definition: binary })
    const sent = { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: PNG }
    expect(await outcomeOf(served.call('/prod/x', sent))).toEqual([200, `{"image":"${PNG.toString('base64')}"}`])
  })

  it('are decoded on their way out where the response says so', async () => {
    const integrationResponses = {
      200: {
        statusCode: '200',
        contentHandling: 'CONVERT_TO_BINARY',
        responseParameters: { 'method.response.header.Content-Type': "'image/png'" },
        responseTemplates: { 'application/json': "$input.path('$.image')" },
      },
    }
    const handler = () => PNG.toString('base64')
    const plain = custom({
      integrationResponses: { 200: { ...integrationResponses[200], responseTemplates: undefined as never } },
    })
    const served = servingFunction(plain, handler, { definition: binary })
    const { body } = await served.call('/prod/x', { headers: { Accept: 'image/png' } })
    expect(body).toEqual(PNG)
  })
})
