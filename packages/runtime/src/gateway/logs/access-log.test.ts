import { describe, expect, it } from 'vitest'
import { answering, api, createPool, method, mock, startGateway } from '../rest/gateway.harness.ts'
import { problemWithAccessFormat } from './access-format.ts'

const JSON_FORMAT =
  '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","caller":"$context.identity.caller",' +
  '"time":"$context.requestTime","method":"$context.httpMethod","path":"$context.resourcePath",' +
  '"status":"$context.status","protocol":"$context.protocol","length":"$context.responseLength",' +
  '"error":"$context.error.message","type":"$context.error.responseType"}'
const CLF =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] ' +
  '"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength ' +
  '$context.requestId'
const IN_BRACES = '$' + '{context.extendedRequestId}'
const ID = '11111111-2222-3333-4444-555555555555'

const pool = createPool('eu-west-1_Machines')
const definition = api(
  {
    '/pets/{id}': { GET: method({ integration: answering('{"pets":[]}') }) },
    '/orders': {
      GET: method({
        authorizationType: 'COGNITO_USER_POOLS',
        authorizerId: 'auth01',
        authorizationScopes: ['orders/read'],
      }),
    },
    '/broken': { GET: method({ integration: mock({ integrationResponses: {} }) }) },
  },
  {
    authorizers: {
      auth01: {
        id: 'auth01',
        name: 'machines',
        type: 'COGNITO_USER_POOLS',
        providerARNs: [pool.issuer.poolArn],
        identitySource: 'method.request.header.Authorization',
      },
    },
  },
)

function logging(format: string) {
  const gateway = startGateway(definition, {}, undefined, { access: { group: 'access', format }, execution: {} })
  gateway.addPool(pool)
  return {
    ...gateway,
    /** The line that a call leaves. */
    async line(path: string, headers: Record<string, string> = {}, query = ''): Promise<string> {
      await gateway.call(path, { headers: { 'x-amzn-requestid': ID, ...headers }, query })
      return gateway.written.at(-1)?.message ?? ''
    },
  }
}

describe('an access log', () => {
  it('has a line for a call, in the form that the CDK calls jsonWithStandardFields', async () => {
    const gateway = logging(JSON_FORMAT)
    expect(JSON.parse(await gateway.line('/prod/pets/7'))).toEqual({
      requestId: ID,
      ip: '127.0.0.1',
      caller: '-',
      time: '02/Jan/2026:03:04:05 +0000',
      method: 'GET',
      path: '/pets/{id}',
      status: '200',
      protocol: 'HTTP/1.1',
      length: '11',
      error: '-',
      type: '-',
    })
    expect(gateway.written).toHaveLength(1)
    expect(gateway.written[0]?.target).toEqual({
      place: { account: '000000000000', region: 'eu-west-1' },
      group: 'access',
      stream: 'cfcd208495d565ef66e7dff9f98764da',
      createGroup: false,
    })
  })

  it('has it in Common Log Format', async () => {
    expect(await logging(CLF).line('/prod/pets/7')).toBe(
      `127.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET /pets/{id} HTTP/1.1" 200 11 ${ID}`,
    )
  })

  it('has it as XML and CSV, and with names in braces; a line end of the format is no part of it', async () => {
    const xml = `<request id="$context.requestId"> <extended>${IN_BRACES}</extended> </request>\n`
    expect(await logging(xml).line('/prod/pets/7')).toMatch(
      /^<request id="11111111-2222-3333-4444-555555555555"> <extended>[\w+/]{15}=<\/extended> <\/request>$/,
    )
    const csv = '$context.requestId,$context.stage,$context.apiId.$context.nothing.'
    expect(await logging(csv).line('/prod/pets/7')).toBe(`${ID},prod,abc123.-.`)
  })

  it.each([
    ['/prod/nowhere', {}, '403 - MISSING_AUTHENTICATION_TOKEN Missing Authentication Token'],
    ['/prod/orders', {}, '401 /orders UNAUTHORIZED Unauthorized'],
    ['/prod/orders', { authorization: 'x.y.z' }, '401 /orders UNAUTHORIZED Unauthorized'],
    ['/prod/broken', {}, '500 /broken API_CONFIGURATION_ERROR Internal server error'],
  ])('has one for a call that is refused: %s %j', async (path, headers, expected) => {
    const format = '$context.status $context.resourcePath $context.error.responseType $context.error.message'
    expect(await logging(format).line(path, headers)).toBe(expected)
  })

  it('names what a token says, and what its authorizer thought of it', async () => {
    const gateway = logging(
      '$context.authorizer.claims.sub|$context.authorizer.claims.custom:team|$context.authorizer.claims|' +
        '$context.authorizer.status|$context.authorizer.error|$context.error.messageString|$context.authorizer.claims.scope',
    )
    const good = pool.accessToken('orders/read', { 'custom:team': 'blue' })
    expect(await gateway.line('/prod/orders', { authorization: good })).toBe('client|blue|-|200|-|-|orders/read')
    expect(await gateway.line('/prod/orders', { authorization: pool.accessToken('other') })).toBe(
      '-|-|-|401|Unauthorized|"Unauthorized"|-',
    )
  })

  it('marks an id of the client’s that is no UUID', async () => {
    const line = await logging('$context.requestId').line('/prod/pets/7', { 'x-amzn-requestid': 'mine' })
    expect(line).toMatch(/^[0-9a-f-]{36}_REPLACED_INVALID_REQUEST_ID$/)
  })

  it.each([
    'quote " backslash \\ end',
    '", "status":"200',
    'line\nbreak\r\n{"status":"200"}',
    'separator \u2028 \u2029 \u0085 bell \u0007',
  ])('stays one JSON text on one line whatever a client sends: %j', async (agent) => {
    const gateway = logging('{"agent":"$context.identity.userAgent","status":"$context.status"}')
    const line = await gateway.line('/prod/nowhere', { 'user-agent': agent })
    expect(JSON.parse(line)).toEqual({ agent, status: '403' })
    expect(line.split(/[\p{Cc}\u2028\u2029]/u)).toEqual([line])
  })

  it('has lines of bounded length', async () => {
    const format = '$context.path'.repeat(236)
    const line = await logging(format).line(`/prod/pets/${'x'.repeat(9000)}`)
    expect(line.length).toBe(256 * 1024)
  })

  it('is written when a call has been answered, without holding it up', async () => {
    const gateway = logging('$context.requestId $context.responseLatency')
    await gateway.call('/prod/pets/7')
    gateway.written.length = 0
    expect(gateway.callNow('/prod/pets/7').status).toBe(200)
    expect(gateway.written).toHaveLength(1)
  })
})

describe('a format', () => {
  it.each([
    ['alone', '$context.requestId'],
    ['in braces', IN_BRACES],
    ['in JSON', JSON_FORMAT],
    ['in Common Log Format', CLF],
    ['before a line end', '$context.requestId\n'],
    ['before a line end of Windows', '$context.requestId\r\n'],
    ['in 3000 characters', `$context.requestId ${'x'.repeat(3000)}`],
  ])('is taken with the request’s id %s', (_where, format) => {
    expect(problemWithAccessFormat(format)).toBeUndefined()
  })

  it.each([
    [
      '$context.status',
      "Access Log format must include either $context.requestId or $context.extendedRequestId : '$context.status'",
    ],
    [
      '$context.requestIds',
      "Access Log format must include either $context.requestId or $context.extendedRequestId : '$context.requestIds'",
    ],
    [
      '{\n$context.requestId}',
      "Access Log format must be single line, new line character is allowed only at end of the format: '{\n$context.requestId}'",
    ],
  ])('is refused: %j', (format, problem) => {
    expect(problemWithAccessFormat(format)).toBe(problem)
  })

  it('of more than 3 KB is refused', () => {
    expect(problemWithAccessFormat(`$context.requestId ${'ä'.repeat(1527)}`)).toContain('3072')
  })
})
