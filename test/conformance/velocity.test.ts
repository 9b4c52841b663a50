// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Velocity writes it so
import { UpdateIntegrationCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { backends, bodyOf } from '../support/backends.ts'
import { awsClients } from '../support/clients.ts'
import { createMockApi, type MockApi } from '../support/mock-api.ts'
import { sendRaw } from '../support/raw-http.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000083'
const { apiGateway } = awsClients({ origin, account: ACCOUNT })
const { start: backend, close } = backends()
afterAll(close)

const BODY =
  '{"foo":{"bar":"baz"},"list":[{"foo":"bar"}],"nested":[[1,2]],"empty":[],"map":{"foo":[{"nested":"bar"}]},' +
  '"separators":{"bigger":"dict","to":"test","with":"separators"},"number":2.0,"text":"it\'s","1":"one"}'

let api: MockApi
beforeAll(async () => {
  // What a template has made of a request comes back as the answer.
  const uri = await backend(async (request, response) => response.end(await bodyOf(request)))
  const integration = { type: 'HTTP' as const, integrationHttpMethod: 'POST', uri }
  const declared = { requestParameters: { 'method.request.querystring.q': false } }
  api = await createMockApi({ apiGateway, origin }, [
    { path: '/pets/{id}', httpMethod: 'POST', method: declared, integration },
  ])
  const patchOperations = [{ op: 'replace' as const, path: '/variables/colour', value: 'blue' }]
  await apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
})

async function setTemplate(template: string): Promise<void> {
  const at = { restApiId: api.apiId, resourceId: api.resources['/pets/{id}'], httpMethod: 'POST' }
  const path = '/requestTemplates/application~1json'
  await apiGateway.send(
    new UpdateIntegrationCommand({ ...at, patchOperations: [{ op: 'replace', path, value: template }] }),
  )
  await api.deploy()
}

interface Sent {
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
}

/** The answer to a call whose request template this is. */
async function answer(template: string, { body = BODY, headers = {}, path = '/pets/7?q=first&q=a+b' }: Sent = {}) {
  await setTemplate(template)
  const { pathname, search } = new URL(api.url(path))
  return sendRaw(origin, pathname + search, { headers: { 'X-Mine': 'm', ...headers }, body })
}
const rendered = async (template: string, sent?: Sent) => (await answer(template, sent)).body

type Rows = readonly (readonly [fact: string, template: string, output: string])[]

describe('the language', () => {
  const rows: Rows = [
    ['6.1.1', '#set($a = 1)$a ${a}x## a comment', '1 1x'],
    ['6.1.1', '#if($input.params("q") == "b")no#elseif(1 == 1)yes#{else}no#end', 'yes'],
    ['6.1.1', '#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end', '1,2,3'],
    ['6.1.1', '#set($m = {"k":"v"})$m.k $m["k"] $m.get("k") $m.keySet()', 'v v v [k]'],
    ['6.1.1', '#set($l = ["a", "b"])$l[0] $l.size() $l.contains("b")', 'a 2 true'],
    ['6.1.1', '#set($m = {})$m.put("k", "v")$m.toString()', '{k=v}'],
    ['6.1.1', '#set($s = "it is")$s.replaceAll("i", "a") $s.matches("it.*") $s.split(" ")[1]', 'at as true is'],
    ['6.1.1', '#set($s = "it is")$s.substring(3) $s.length()', 'is 5'],
    ['6.1.1a', '#set($x = 1)#define($b)[$x]#end$b#set($x = 2)$b', '[1][2]'],
    ['6.1.2', '[$none][$none.deep][${none}][$input.path("$.none")]', '[][][][]'],
    ['6.1.3', '#if($none == $null)a#end#if($none == "")b#end', 'ab'],
    ['6.1.3', '#set($e = $input.path("$.empty"))#if($e == $null)a#end#if($e == "")b#end.', '.'],
    ['6.1.4', '[$input.path("$.none").a.b][$input.path("$.list").a]', '[][]'],
    ['6.1.5', '#set($context.responseOverride.header.Access-Control-Allow-Origin = "*")ok', 'ok'],
    ['6.1.8', ' a\n b ', ' a\n b '],
    ['6.1.9', '#set($m = {})[$m.put("k", "v")]$m.k', '[]v'],
  ]
  it.each(rows)('is Velocity, as AWS has it (api-gateway %s): %s', async (_, template, output) => {
    expect(await rendered(template)).toBe(output)
  })

  it('sets headers whose names have hyphens (api-gateway 6.1.5)', async () => {
    const { headers } = await answer('#set($context.responseOverride.header.Access-Control-Allow-Origin = "*")ok')
    expect(headers['access-control-allow-origin']).toBe('*')
  })

  it('has no macros (api-gateway 6.1.1a)', async () => {
    expect(await refusalOf(setTemplate('#macro(a)x#end'))).toMatchObject({ name: 'BadRequestException', status: 400 })
  })

  it('ends a call that goes wrong in it (api-gateway 6.1.7)', async () => {
    const { status, body } = await answer('#set($x = "abc")$x.substring(9)')
    expect([status, body]).toEqual([500, '{"message": "Internal server error"}'])
  })
})

describe('$input', () => {
  const rows: Rows = [
    ['6.2.1', '$input.body', BODY],
    ['6.2.1', '[$input.body.anything]', '[]'],
    [
      '6.2.2',
      "$input.json('$.foo') $input.json('$.list') $input.json('$.text')",
      '{"bar":"baz"} [{"foo":"bar"}] "it\'s"',
    ],
    ['6.2.2', "$input.json('$.none') $input.json('$.number')", '"" 2.0'],
    ['6.2.3', "$input.path('$.foo')", '{bar=baz}'],
    ['6.2.3', "$input.path('$.separators')", '{bigger=dict, to=test, with=separators}'],
    ['6.2.3', "$input.path('$.list')", '[{"foo":"bar"}]'],
    ['6.2.3', "$input.path('$.map')", '{foo=[{"nested":"bar"}]}'],
    ['6.2.3', "$input.path('$.list')[0]", '{foo=bar}'],
    ['6.2.3', "$input.path('$.nested')[0]", '[1,2]'],
    ['6.2.3', "$input.path('$.list').toString() $input.path('$.foo').toString()", '[{"foo":"bar"}] {bar=baz}'],
    ['6.2.3', "$input.path('$.empty')", '[]'],
    ['6.2.4', "$input.params('id') $input.params('q') $input.params('X-Mine') [$input.params('none')]", '7 a b m []'],
    ['6.2.4', '#foreach($k in $input.params().keySet())$k #end', 'path querystring header '],
    ['6.2.4', '$input.params().path.get("id") $input.params().header.get("X-Mine")', '7 m'],
    [
      '6.2.4',
      '#foreach($k in $input.params().querystring.keySet())$k=$input.params().querystring.get($k)#end',
      'q=a b',
    ],
    [
      '6.2.5',
      "$input.json('$.foo.bar') $input.json('$[''foo'']') $input.json('$.list[0].foo')",
      '"baz" {"bar":"baz"} "bar"',
    ],
    ['6.2.5', "$input.json('$..nested[0]')", '[[1,2]]'],
    ['6.2.5', "$input.json('$.list[?(@.foo == ''bar'')]')", '[{"foo":"bar"}]'],
    ['6.2.5', "$input.json('$.list[?(@.foo == ''none'')]')", '[]'],
  ]
  it.each(rows)('is what came (api-gateway %s): %s', async (_, template, output) => {
    expect(await rendered(template)).toBe(output)
  })

  it('is an empty object where nothing came (api-gateway 6.2.1)', async () => {
    expect(await rendered('$input.body $util.urlEncode($input.body) [$input.body.anything]', { body: '' })).toBe(
      '{} %7B%7D []',
    )
  })

  it('has no paths in what is no JSON (api-gateway 6.2.2, 6.2.6)', async () => {
    const template = "$input.json('$.a') [$input.path('$.a')]#if($input.path('$.a') == $null)null#end"
    expect(await rendered(template, { body: '<a/>' })).toBe('"" []null')
  })

  it('does not see the headers of the connection, but the others (api-gateway 6.2.7)', async () => {
    const hidden = ['Content-MD5', 'Max-Forwards', 'Proxy-Authenticate', 'Server', 'TE', 'WWW-Authenticate']
    const seen = [
      ...['Accept', 'Accept-Charset', 'Age', 'Authorization', 'Content-Encoding', 'Date', 'Pragma', 'Range', 'Referer'],
      ...['User-Agent', 'Via', 'Warn'],
    ]
    const all = [...hidden, ...seen, 'Connection', 'Content-Length', 'Host', 'Content-Type']
    const template = all.map((name) => `${name}=$input.params('${name}');`).join('')
    const sent = Object.fromEntries([...hidden, ...seen].map((name) => [name, 'sent']))
    // A body that says it is encoded is decoded first.
    delete sent['Content-Encoding']
    const text = await rendered(template, { headers: { ...sent, 'Content-Type': 'application/json' } })
    const values = Object.fromEntries(text.split(';').map((part) => part.split('=') as [string, string]))
    for (const name of [...hidden, 'Connection', 'Content-Length']) expect([name, values[name]]).toEqual([name, ''])
    for (const name of seen.filter((one) => one !== 'Content-Encoding')) {
      expect([name, values[name]]).toEqual([name, 'sent'])
    }
    expect(values['Content-Type']).toBe('application/json')
    expect(values.Host).toBe(new URL(origin).host)
  })
})

describe('$util', () => {
  const rows: Rows = [
    ['6.3.1', `$util.escapeJavaScript($input.path('$.text'))`, "it\\'s"],
    ['6.3.1', `$util.escapeJavaScript($input.path('$.text')).replaceAll("\\\\'","'")`, "it's"],
    ['6.3.2', `$util.parseJson('{"a":[1,{"b":2}]}').a[1].b`, '2'],
    [
      '6.3.2',
      "$util.base64Encode('some raw data') $util.base64Decode('c29tZSByYXcgZGF0YQ==')",
      'c29tZSByYXcgZGF0YQ== some raw data',
    ],
    ['6.3.2', "$util.urlEncode('some raw&data') $util.urlDecode('some+raw%26data')", 'some+raw%26data some raw&data'],
    ['6.3.3', "[$util.toJson($input.path('$.foo'))][$util.qr('a')][$utils.a][$util.time.nowISO8601()]", '[][][][]'],
  ]
  it.each(rows)('is what API Gateway has, and no more (api-gateway %s): %s', async (_, template, output) => {
    expect(await rendered(template)).toBe(output)
  })
})

describe('$context', () => {
  it('has its keys in this order (api-gateway 6.4.1, 6.4.2, 6.4.4)', async () => {
    const keysOf = (reference: string) => `#foreach($k in ${reference}.keySet())$k #end`
    expect((await rendered(keysOf('$context'))).trim().split(' ')).toEqual([
      ...['resourceId', 'resourcePath', 'httpMethod', 'extendedRequestId', 'requestTime', 'path', 'accountId'],
      ...['protocol', 'requestOverride', 'stage', 'domainPrefix', 'requestTimeEpoch', 'requestId', 'identity'],
      ...['domainName', 'deploymentId', 'responseOverride', 'apiId'],
    ])
    expect((await rendered(keysOf('$context.identity'))).trim().split(' ')).toEqual([
      ...['cognitoIdentityPoolId', 'accountId', 'cognitoIdentityId', 'caller', 'sourceIp', 'principalOrgId'],
      ...['accessKey', 'cognitoAuthenticationType', 'cognitoAuthenticationProvider', 'userArn', 'userAgent', 'user'],
    ])
    expect((await rendered(keysOf('$context.requestOverride'))).trim()).toBe('path header querystring')
    const once = `${keysOf('$context.responseOverride')}|#set($context.responseOverride.status = 201)`
    expect(await rendered(once + keysOf('$context.responseOverride'))).toBe('header |header status ')
  })

  const rows: Rows = [
    ['6.4.2', '[$context.identity.caller$context.identity.apiKey$context.identity.clientCert.subjectDN]', '[]'],
    ['6.4.3', '[$context.identity][$context.requestOverride][$context.responseOverride]', '[][][]'],
    ['6.4.5', '$context.authorizer.keySet() [$context.authorizer.principalId]', '[] []'],
    ['6.4.6', '$context.accountId $context.httpMethod $context.stage', `${ACCOUNT} POST test`],
    ['6.4.6', '[$context.wafResponseCode$context.webaclArn$context.awsEndpointRequestId]', '[]'],
    ['6.4.7', '$context.path $context.resourcePath $context.protocol', '/test/pets/7 /pets/{id} HTTP/1.1'],
    ['6.4.9', "$stageVariables.colour $stageVariables['colour'] [$stageVariables.none]", 'blue blue []'],
    ['6.4.10', '[$context.error.message$context.error.messageString$context.error.responseType]', '[]'],
  ]
  it.each(rows)('says of a call (api-gateway %s): %s', async (_, template, output) => {
    expect(await rendered(template)).toBe(output)
  })

  it('says which call it is (api-gateway 6.4.6, 6.4.7)', async () => {
    const { apiId, resources } = api
    const template = ['apiId', 'resourceId', 'requestId', 'extendedRequestId', 'requestTime', 'requestTimeEpoch']
    const { body, headers } = await answer(template.map((name) => `$context.${name}`).join('|'))
    const [id, resourceId, requestId, extended, time = '', epoch = ''] = body.split('|')
    expect([id, resourceId]).toEqual([apiId, resources['/pets/{id}']])
    expect([requestId, extended]).toEqual([headers['x-amzn-requestid'], headers['x-amz-apigw-id']])
    expect(time).toMatch(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/)
    expect(epoch).toMatch(/^\d{13}$/)
    expect(new Date(Number(epoch)).toISOString().slice(11, 19)).toBe(time.slice(12, 20))
  })

  it('says by what name the API was called (api-gateway 6.4.7)', async () => {
    const host = `${api.apiId}.execute-api.us-east-1.amazonaws.com`
    await setTemplate('$context.domainName $context.domainPrefix')
    const { body } = await sendRaw(origin, '/test/pets/7', { headers: { host } })
    expect(body).toBe(`${host} ${api.apiId}`)
  })

  it('says that a call is a canary’s only while the stage has one (api-gateway 6.4.8)', async () => {
    await setTemplate('[$context.isCanaryRequest]')
    const call = async () => (await sendRaw(origin, new URL(api.url('/pets/7')).pathname, {})).body
    const deploymentId = await api.deploy()
    const update = (...patchOperations: { op: 'replace' | 'remove'; path: string; value?: string }[]) =>
      apiGateway.send(new UpdateStageCommand({ restApiId: api.apiId, stageName: 'test', patchOperations }))
    await update(
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '0' },
      { op: 'replace', path: '/canarySettings/deploymentId', value: deploymentId },
    )
    expect(await call()).toBe('[false]')
    await update({ op: 'replace', path: '/canarySettings/percentTraffic', value: '100' })
    expect(await call()).toBe('[true]')
    await update({ op: 'remove', path: '/canarySettings' })
  })
})
