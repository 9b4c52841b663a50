import { describe, expect, it } from 'vitest'
import { headerOf, mock, serving, textOf } from './gateway.harness.ts'

describe('what templates see', () => {
  const body = '{"foo":{"bar":"baz"},"list":[{"foo":"bar"},2.0],"empty":[],"map":{"l":[{"nested":"bar"}]},"1":"one"}'
  it.each([
    ["$input.path('$.foo')", '{bar=baz}'],
    ["$input.path('$.foo').bar", 'baz'],
    ["$input.path('$.list')", '[{"foo":"bar"},2.0]'],
    ["$input.path('$.list')[0]", '{foo=bar}'],
    ["$input.path('$.map')", '{l=[{"nested":"bar"}]}'],
    ["$input.path('$.list').toString() $input.path('$.empty')", '[{"foo":"bar"},2.0] []'],
    ["[$input.path('$.none')] $input.path('$.none.x') $input.path('$.list.foo')", '[]  '],
    [
      "#if($input.path('$.none') == $null)T#end#if($input.path('$.none') == '')T#end#if($input.path('$.empty') == '')F#end",
      'TT',
    ],
    ["$input.json('$.foo') $input.json('$.none') $input.json('$.list[1]')", '{"bar":"baz"} "" 2.0'],
    ["$input.json('$..foo')", '[{"bar":"baz"},"bar"]'],
    ["$input.json('$.list[?(@.foo == ''bar'')]')", '[{"foo":"bar"}]'],
    ["$input.json('$')", body],
    ['$input.body.x|$input.nope()', '|'],
    ["$input.params('q')|$input.params('X-A')|$input.params('x-a')|$input.params('none')", 'a b|1||'],
    [
      "$input.params().querystring|$input.params().header.get('Connection')|$input.params('Connection')",
      '{q=a b, r=}||',
    ],
    ['#foreach($k in $input.params().keySet())$k,#end', 'path,querystring,header,'],
    [
      '#foreach($k in $input.params().header.keySet())$k,#end',
      'a-first,User-Agent,X-A,X-Amzn-Trace-Id,X-Forwarded-For,X-Forwarded-Port,X-Forwarded-Proto,',
    ],
    ["$input.params('User-Agent') $input.params('X-Forwarded-For')", 'test 127.0.0.1'],
    [
      '$context.httpMethod $context.resourcePath $context.path $context.stage $context.apiId',
      'POST /x /prod/x prod abc123',
    ],
    [
      '$context.requestTime $context.requestTimeEpoch $context.protocol',
      '02/Jan/2026:03:04:05 +0000 1767323045000 HTTP/1.1',
    ],
    ['[$context.identity$context.requestOverride$context.responseOverride] $context.identity.sourceIp', '[] 127.0.0.1'],
    ['$context.authorizer.keySet() $context.accountId $context.domainPrefix', '[] 000000000000 abc123'],
    [
      '#foreach($k in $context.keySet())$k #end',
      'resourceId resourcePath httpMethod extendedRequestId requestTime path accountId protocol requestOverride stage domainPrefix requestTimeEpoch requestId identity domainName deploymentId responseOverride apiId ',
    ],
    ['$util.escapeJavaScript("it\'s ""q"" /é")', 'it\\\'s \\"q\\" \\/\\u00E9'],
    ['$util.escapeJavaScript("it\'s").replaceAll("\\\\\'","\'")', "it's"],
    [
      "$util.base64Encode('añ') $util.base64Decode('YcOx') $util.urlEncode('a b&é~*') $util.urlDecode('a+b%26')",
      'YcOx añ a+b%26%C3%A9%7E* a b&',
    ],
    ["$util.parseJson('{\"a\":[1]}').a $util.toJson($context) $util.qr('x')", '[1]  '],
  ])('%s', async (template, output) => {
    expect(await rendered(template, body)).toBe(output)
  })
  it('an empty payload is {}', async () => {
    expect(await rendered("$input.body $input.json('$') $util.urlEncode($input.body) $input.path('$')", '')).toBe(
      '{} {} %7B%7D {}',
    )
  })
  it('a payload that is not JSON has no paths', async () => {
    expect(await rendered("[$input.path('$.a')] $input.json('$.a') $input.body", '<a/>')).toBe('[] "" <a/>')
  })

  /** What a request template prints, made visible through a header of the answer. */
  async function rendered(template: string, payload: string): Promise<string | undefined> {
    const integration = mock({
      requestTemplates: {
        'application/json':
          `#set($out = "#render")#set($context.responseOverride.header.X-Out = $util.base64Encode($out)){"statusCode":200}`.replace(
            '"#render"',
            () => `"${template.replaceAll('"', '""')}"`,
          ),
      },
    })
    const response = await serving(integration).call('/prod/x', {
      method: 'POST',
      body: payload,
      query: 'q=first&q=a+b&r',
      headers: { 'X-A': '1', Connection: 'keep-alive', 'user-agent': 'test', 'a-first': '0' },
    })
    const value = headerOf(response, 'X-Out')
    return value === undefined ? textOf(response) : Buffer.from(value, 'base64').toString('utf8')
  }
})
