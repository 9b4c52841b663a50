import { describe, expect, it } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import { header, signed, startControlPlane, wire } from './control-plane.harness.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const json = (target: string, body: string | Buffer, headers: Record<string, string> = {}) => ({
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, ...headers },
  body,
})
const cognito = (operation: string, body: string | Buffer) =>
  json(`AWSCognitoIdentityProviderService.${operation}`, body, signed('cognito-idp'))
const query = (service: string, body: string) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...signed(service) },
  body,
})

describe('awsJson1_1', () => {
  const { send, seen } = startControlPlane({
    'cognito-idp': {
      CreateUserPool: async () => ({ UserPool: { Id: 'us-east-1_a', CreationDate: new Date(1_500) } }),
      DeleteUserPool: async () => undefined,
      DescribeUserPool: async () => {
        throw new AwsError('ResourceNotFoundException', 'User pool x does not exist.')
      },
    },
  })

  it('reads what the model knows and writes seconds', async () => {
    const response = await send(cognito('CreateUserPool', '{"PoolName":"p","Unknown":1,"Schema":null}'))
    expect(seen.input).toEqual({ PoolName: 'p' })
    expect([response.status, response.body]).toEqual([200, '{"UserPool":{"Id":"us-east-1_a","CreationDate":1.5}}'])
    expect(header(response, 'content-type')).toBe('application/x-amz-json-1.1')
    expect(header(response, 'x-amzn-requestid')).toMatch(UUID)
    expect(response.note).toMatchObject({ plane: 'control', subject: 'cognito-idp CreateUserPool' })
  })

  it('reads halves of characters as what UTF-8 has for them, in names as in values', async () => {
    const halves = String.raw`{"PoolName":"p","UserPoolTags":{"a\ud800":"\udc00\ud83d\ude00","\\ud800":"x"}}`
    await send(cognito('CreateUserPool', halves))
    expect(seen.input).toEqual({ PoolName: 'p', UserPoolTags: { 'a\ufffd': '\ufffd😀', '\\ud800': 'x' } })
  })

  it('answers an operation without output with an empty body', async () => {
    const response = await send(cognito('DeleteUserPool', '{"UserPoolId":"us-east-1_a"}'))
    expect([response.status, response.body]).toEqual([200, ''])
  })

  it('puts an error into body and headers', async () => {
    const response = await send(cognito('DescribeUserPool', '{"UserPoolId":"us-east-1_a"}'))
    expect(response.status).toBe(400)
    expect(response.body).toBe('{"__type":"ResourceNotFoundException","message":"User pool x does not exist."}')
    expect(header(response, 'x-amzn-errortype')).toBe('ResourceNotFoundException:')
    expect(header(response, 'x-amzn-errormessage')).toBe('User pool x does not exist.')
    expect(response.note?.reason).toBe('ResourceNotFoundException: User pool x does not exist.')
  })

  it.each([
    ['broken JSON', '{"PoolName":', 'SerializationException', ''],
    ['an array', '[]', 'SerializationException', ''],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'SerializationException', ''],
    ['no body', '', 'InvalidParameterException', "Value null at 'poolName'"],
    ['a null', '{"PoolName":null}', 'InvalidParameterException', "Value null at 'poolName'"],
    ['a number', '{"PoolName":7}', 'SerializationException', 'can not be converted to an String'],
    ['a structure', '{"PoolName":{}}', 'SerializationException', 'Start of structure or map found where not expected.'],
    ['deep nesting', '['.repeat(100_000), 'SerializationException', ''],
    ['very many values', `[${'{},'.repeat(100_000)}{}]`, 'SerializationException', 'Documents may hold'],
  ])('refuses %s', async (_, body, code, text) => {
    const response = await send(cognito('CreateUserPool', body))
    expect(response.status).toBe(400)
    expect(JSON.parse(String(response.body))).toEqual({ __type: code, message: expect.stringContaining(text) })
  })

  it.each([
    ['FlyToTheMoon', 'UnknownOperationException', 'FlyToTheMoon'],
    [
      'ListIdentityProviders',
      'NotImplementedException',
      'cognito-idp ListIdentityProviders is not emulated by Sallyport.',
    ],
    ['constructor', 'UnknownOperationException', 'constructor'],
  ])('refuses the operation %s by its name', async (operation, code, text) => {
    const response = await send(cognito(operation, '{}'))
    expect(response.status).toBe(400)
    expect(JSON.parse(String(response.body))).toEqual({ __type: code, message: expect.stringContaining(text) })
  })

  it('refuses a missing and a foreign target', async () => {
    const missing = await send({ headers: signed('cognito-idp'), body: '{}' })
    const foreign = await send(json('Moon_20300101.Fly', '{}', signed('cognito-idp')))
    expect([missing.status, foreign.status]).toEqual([400, 400])
    expect(missing.body).toContain('UnknownOperationException')
    expect(foreign.body).toContain('Moon_20300101.Fly')
  })
})

describe('awsJson1_0', () => {
  it('is how a service that Sallyport does not have is refused, if its client speaks it', async () => {
    const { send } = startControlPlane({})
    const headers = { 'content-type': 'application/x-amz-json-1.0', ...signed('dynamodb') }
    const response = await send(json('DynamoDB_20120810.ListTables', '{}', headers))
    expect([response.status, header(response, 'content-type')]).toEqual([400, 'application/x-amz-json-1.0'])
    expect(JSON.parse(String(response.body))).toEqual({
      __type: 'NotImplementedException',
      message: 'dynamodb ListTables is not emulated by Sallyport.',
    })
  })
})

describe('awsQuery', () => {
  const { send, seen } = startControlPlane({
    cloudformation: {
      CreateChangeSet: async () => ({ Id: 'arn:1', StackId: 'arn:<2>' }),
      DescribeStacks: async () => ({
        Stacks: [{ StackName: 's', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE', Outputs: [] }],
      }),
      DescribeEvents: async () => ({}),
      DescribeChangeSet: async () => {
        throw new AwsError('ChangeSetNotFoundException', 'ChangeSet [x] does not exist')
      },
    },
  })
  const cloudFormation = (fields: string) => query('cloudformation', `Version=2010-05-15&${fields}`)

  it('reads lists, structures, maps, booleans and empty lists', async () => {
    const response = await send(
      cloudFormation(
        'Action=CreateChangeSet&StackName=s&ChangeSetName=c&Tags=&IncludeNestedStacks=true' +
          '&Parameters.member.1.ParameterKey=a&Parameters.member.1.ParameterValue=x+y%26' +
          '&ResourcesToImport.member.1.ResourceType=t&ResourcesToImport.member.1.LogicalResourceId=l' +
          '&ResourcesToImport.member.1.ResourceIdentifier.entry.1.key=BucketName' +
          '&ResourcesToImport.member.1.ResourceIdentifier.entry.1.value=b',
      ),
    )
    expect(seen.input).toEqual({
      StackName: 's',
      ChangeSetName: 'c',
      Tags: [],
      IncludeNestedStacks: true,
      Parameters: [{ ParameterKey: 'a', ParameterValue: 'x y&' }],
      ResourcesToImport: [{ ResourceType: 't', LogicalResourceId: 'l', ResourceIdentifier: { BucketName: 'b' } }],
    })
    const requestId = header(response, 'x-amzn-requestid')
    expect(response.body).toBe(
      '<CreateChangeSetResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><CreateChangeSetResult>' +
        '<Id>arn:1</Id><StackId>arn:&lt;2&gt;</StackId></CreateChangeSetResult>' +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></CreateChangeSetResponse>`,
    )
  })

  it('writes lists as members and times with milliseconds', async () => {
    const { body } = await send(cloudFormation('Action=DescribeStacks'))
    expect(body).toContain('<Stacks><member><StackName>s</StackName>')
    expect(body).toContain('<CreationTime>1970-01-01T00:00:00.000Z</CreationTime>')
  })

  it('sends a modelled error under its wire code and status', async () => {
    const response = await send(cloudFormation('Action=DescribeChangeSet&ChangeSetName=x'))
    expect(response.status).toBe(404)
    expect(response.body).toContain(
      '<Error><Type>Sender</Type><Code>ChangeSetNotFound</Code><Message>ChangeSet [x] does not exist</Message></Error>',
    )
  })

  it.each([
    [
      'an unknown action',
      'Version=2010-05-15&Action=Fly',
      400,
      'InvalidAction',
      'operation Fly for version 2010-05-15',
    ],
    ['another version', 'Version=1&Action=DescribeStacks', 400, 'InvalidAction', 'DescribeStacks for version 1'],
    ['no version', 'Action=DescribeStacks', 400, 'InvalidAction', 'version NO_VERSION_SPECIFIED'],
    ['no action', 'Version=2010-05-15', 400, 'MissingAction', 'Action'],
    ['a broken form', 'Action=%zz', 404, 'MalformedQueryString', 'syntax error'],
    ['an empty text', 'Version=2010-05-15&Action=DescribeEvents&NextToken=', 400, 'ValidationError', 'nextToken'],
    [
      'an operation that is not built',
      'Version=2010-05-15&Action=ListTypes',
      400,
      'NotImplementedException',
      'ListTypes',
    ],
  ])('refuses %s', async (_, body, status, code, text) => {
    const response = await send(query('cloudformation', body))
    expect(response.status).toBe(status)
    expect(response.body).toContain(`<Code>${code}</Code>`)
    expect(response.body).toContain(text)
  })

  it('refuses a service that Sallyport does not have, by its name', async () => {
    const response = await send(query('sqs', 'Action=ListQueues&Version=2012-11-05'))
    expect(response.status).toBe(400)
    expect(response.body).toContain('<Message>sqs ListQueues is not emulated by Sallyport.</Message>')
  })

  it('answers a signed GET with the action in its address', async () => {
    const path = '/?Action=DescribeStacks&Version=2010-05-15'
    const response = await send({ method: 'GET', path, headers: signed('cloudformation') })
    expect(response.status).toBe(200)
  })
})

describe('restJson1', () => {
  const { send, seen } = startControlPlane({
    apigateway: {
      CreateRestApi: async () => ({ id: 'abc', createdDate: new Date(1_999), name: 'n' }),
      GetRestApis: async () => ({}),
      UpdateMethod: async () => ({}),
      PutIntegrationResponse: async (input) => ({
        ...(input as object),
        statusCode: '200',
        responseParameters: undefined,
      }),
      DeleteRestApi: async () => undefined,
      GetRestApi: async () => {
        throw new AwsError('NotFoundException', 'Invalid API identifier specified 1:x', { status: 404 })
      },
    },
  })
  const call = (method: string, path: string, body = '') => ({ method, path, headers: signed('apigateway'), body })

  it('writes the status of the operation and whole seconds', async () => {
    const response = await send(call('POST', '/restapis', '{"name":"n"}'))
    expect([response.status, response.body]).toEqual([201, '{"id":"abc","name":"n","createdDate":1}'])
    expect(header(response, 'content-type')).toBe('application/json')
  })

  it('reads labels, encoded slashes included, and the body', async () => {
    const body = '{"patchOperations":[{"op":"replace","path":"/authorizationType","value":"NONE"}]}'
    await send(call('PATCH', '/restapis/abc/resources/r%2F1/methods/GET', body))
    expect(seen.input).toEqual({
      restApiId: 'abc',
      resourceId: 'r/1',
      httpMethod: 'GET',
      patchOperations: [{ op: 'replace', path: '/authorizationType', value: 'NONE' }],
    })
  })

  it('keeps nulls of a map that may have them, and leaves out all others', async () => {
    const body = '{"responseTemplates":{"a/b":null,"c/d":"x"},"responseParameters":{"h":null},"contentHandling":null}'
    const path = '/restapis/abc/resources/r/methods/GET/integration/responses/200'
    const response = await send(call('PUT', path, body))
    expect(response.body).toBe('{"statusCode":"200","responseTemplates":{"a/b":null,"c/d":"x"}}')
    expect(seen.input).toMatchObject({ responseParameters: {} })
    expect(seen.input).not.toHaveProperty('contentHandling')
    const wrong = await send(call('PUT', path, '{"responseTemplates":{"a/b":null,"c/d":[]}}'))
    expect([wrong.status, header(wrong, 'x-amzn-errortype')]).toEqual([400, 'SerializationException'])
  })

  it('answers a deletion with 202 and no body', async () => {
    const response = await send(call('DELETE', '/restapis/abc'))
    expect([response.status, response.body]).toEqual([202, ''])
  })

  it('puts the type of an error into a header', async () => {
    const response = await send(call('GET', '/restapis/x'))
    expect([response.status, response.body]).toEqual([404, '{"message":"Invalid API identifier specified 1:x"}'])
    expect(header(response, 'x-amzn-errortype')).toBe('NotFoundException')
  })

  it.each([
    ['broken JSON', 'POST', '/restapis', '{', 400, 'SerializationException'],
    ['a missing name', 'POST', '/restapis', '{}', 400, 'ValidationException'],
    ['a broken label', 'GET', '/restapis/%zz', '', 400, 'BadRequestException'],
    ['a broken query', 'GET', '/restapis?limit=%zz', '', 404, 'MalformedQueryString'],
    ['a word for a number', 'GET', '/restapis?limit=many', '', 400, 'SerializationException'],
    ['an unknown address', 'GET', '/moon', '', 403, 'AccessDeniedException'],
    ['HTTP APIs', 'GET', '/v2/apis', '', 400, 'NotImplementedException'],
    ['an operation that is not built', 'GET', '/usageplans', '', 400, 'NotImplementedException'],
  ])('refuses %s', async (_, method, path, body, status, code) => {
    const response = await send(call(method, path, body))
    expect([response.status, header(response, 'x-amzn-errortype')]).toEqual([status, code])
    expect(JSON.parse(String(response.body))).toHaveProperty('message')
  })

  it('answers paths of services that Sallyport does not have in JSON', async () => {
    const response = await send({ method: 'GET', path: '/v1/jobs/f', headers: signed('batch') })
    expect(response.status).toBe(400)
    expect(response.body).toBe('{"message":"batch GET /v1/jobs/f is not emulated by Sallyport."}')
  })
})

describe('restXml', () => {
  const { send, seen } = startControlPlane({
    s3: {
      DeleteObjects: async () => ({ Deleted: [{ Key: 'a&b' }] }),
      GetBucketLocation: async () => ({ LocationConstraint: 'eu-west-1' }),
      GetObject: async () => ({ Body: Buffer.from('bytes'), ContentType: 'text/plain', Metadata: { who: 'me' } }),
      HeadObject: async () => {
        throw new AwsError('NotFound', 'Not Found', { status: 404 })
      },
      ListObjectsV2: async () => ({ Name: 'photos', Contents: [{ Key: 'k', LastModified: new Date(0), Size: 3 }] }),
      PutObject: async () => ({ ETag: '"e"' }),
    },
  })
  const call = (method: string, path: string, body: string | Buffer = '', headers: Record<string, string> = {}) => ({
    method,
    path,
    headers: { ...signed('s3'), ...headers },
    body,
  })

  it('reads a document and writes another', async () => {
    const body = '<Delete xmlns="x"><Object><Key>a&amp;b</Key></Object><Object><Key> c </Key></Object></Delete>'
    const response = await send(call('POST', '/photos?delete=', body))
    expect(seen.input).toMatchObject({ Bucket: 'photos', Delete: { Objects: [{ Key: 'a&b' }, { Key: ' c ' }] } })
    expect(response.body).toContain('<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">')
    expect(response.body).toContain('<Deleted><Key>a&amp;b</Key></Deleted>')
  })

  it('writes lists flat, and the location bare', async () => {
    const list = await send(call('GET', '/photos?list-type=2'))
    expect(list.body).toContain('<Contents><Key>k</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified>')
    const location = await send(call('GET', '/photos?location'))
    expect(location.body).toMatch(/<LocationConstraint xmlns="[^"]+">eu-west-1<\/LocationConstraint>$/)
  })

  it('takes the bucket from the host and gives bytes with their headers', async () => {
    const host = 'photos.s3.eu-west-1.amazonaws.com'
    const response = await send({ ...call('GET', '/a/%C3%BC%20b'), host })
    expect(seen.input).toMatchObject({ Bucket: 'photos', Key: 'a/ü b' })
    expect(response.body).toEqual(Buffer.from('bytes'))
    expect([header(response, 'content-type'), header(response, 'x-amz-meta-who')]).toEqual(['text/plain', 'me'])
  })

  it('undoes aws-chunked, trailing checksum included', async () => {
    const body = '3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n'
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '3',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    }
    await send(call('PUT', '/photos/k', body, headers))
    expect(seen.input).toMatchObject({ Body: Buffer.from('abc'), ChecksumCRC32: 'NSRBwg==' })
  })

  it('reads the signature of a presigned URL', async () => {
    const scope = 'AKIDEXAMPLE%2F20300101%2Feu-west-1%2Fs3%2Faws4_request'
    const signature = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${scope}&X-Amz-Date=20300101T000000Z`
    const path = `/photos/k?${signature}&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0&x-id=GetObject`
    expect((await send({ method: 'GET', path })).status).toBe(200)
    expect(seen.ctx?.place.region).toBe('eu-west-1')
  })

  it.each([
    ['broken XML', 'POST', '/photos?delete', '<Delete><Object>', 400, 'MalformedXML'],
    ['a missing document', 'POST', '/photos?delete', '', 400, 'MalformedXML'],
    ['a document type', 'POST', '/photos?delete', '<!DOCTYPE x [<!ENTITY y "z">]><Delete/>', 400, 'MalformedXML'],
    ['a broken path', 'GET', '/photos/%zz', '', 400, 'InvalidURI'],
    ['a broken query', 'GET', '/photos?prefix=%zz', '', 400, 'InvalidURI'],
    ['a word for a number', 'GET', '/photos?list-type=2&max-keys=many', '', 400, 'InvalidArgument'],
    ['another method', 'PATCH', '/photos', '', 405, 'MethodNotAllowed'],
    ['a subresource that is not emulated', 'GET', '/photos?cors', '', 400, 'NotImplementedException'],
  ])('refuses %s', async (_, method, path, body, status, code) => {
    const response = await send(call(method, path, body))
    expect(response.status).toBe(status)
    expect(response.body).toContain(`<Code>${code}</Code>`)
    expect(response.body).toContain(`<RequestId>${header(response, 'x-amz-request-id')}</RequestId>`)
  })

  it('answers HEAD without a body', async () => {
    const response = await send(call('HEAD', '/photos/none'))
    expect([response.status, response.body]).toEqual([404, ''])
  })
})

describe('who asks, and where', () => {
  const { send, seen } = startControlPlane({
    sts: { GetCallerIdentity: async () => ({}), AssumeRoleWithWebIdentity: async () => ({}) },
    'cognito-idp': { GetClientToken: async () => ({}) },
  })
  const identity = 'Action=GetCallerIdentity&Version=2011-06-15'
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  it('is what the credential says', async () => {
    const headers = { ...form, ...signed('sts', 'ap-south-1', '123456789012') }
    await send({ headers, body: identity })
    expect(seen.ctx).toMatchObject({
      place: { account: '123456789012', region: 'ap-south-1' },
      caller: { accessKeyId: '123456789012', arn: 'arn:aws:iam::123456789012:root', userId: '123456789012' },
      origin: 'http://127.0.0.1:4566',
    })
    expect(seen.ctx?.requestId).toMatch(UUID)
  })

  it('is the region of the host, else us-east-1, where no signature is needed', async () => {
    const body = `Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=${'a'.repeat(20)}&RoleSessionName=me&WebIdentityToken=abcd`
    await send({ headers: form, body, host: 'sts.eu-west-1.amazonaws.com' })
    expect(seen.ctx?.place.region).toBe('eu-west-1')
    await send({ headers: form, body })
    expect(seen.ctx?.place).toEqual({ account: '000000000000', region: 'us-east-1' })
    const token = json('AWSCognitoIdentityProviderService.GetClientToken', '{"ClientId":"a","Secret":"s"}')
    await send(token)
    expect(seen.ctx?.place.region).toBe('us-east-1')
  })

  it.each([
    ['no signature', form, 403, 'MissingAuthenticationToken'],
    [
      'half a signature',
      { ...form, authorization: 'AWS4-HMAC-SHA256 Credential=a/b/us-east-1/sts/aws4_request' },
      400,
      'IncompleteSignature',
    ],
    [
      'a short scope',
      { ...form, authorization: 'AWS4-HMAC-SHA256 Credential=a/sts, SignedHeaders=h, Signature=0' },
      400,
      'IncompleteSignature',
    ],
    ['version 2', { ...form, authorization: 'AWS test:c2lnbmF0dXJl' }, 400, 'IncompleteSignature'],
    ['no region', { ...form, ...signed('sts', 'moon') }, 403, 'SignatureDoesNotMatch'],
  ])('is not told by %s', async (_, headers, status, code) => {
    const response = await send({ headers, body: identity })
    expect(response.status).toBe(status)
    expect(response.body).toContain(`<Code>${code}</Code>`)
  })

  it('is refused to nobody in the words of each form', async () => {
    const target = await send(json('AWSCognitoIdentityProviderService.ListUserPools', '{"MaxResults":1}'))
    expect(target.body).toContain('MissingAuthenticationTokenException')
    const bucket = await send({ method: 'GET', path: '/k', host: 'photos.s3.eu-west-1.amazonaws.com' })
    expect([bucket.status, bucket.body]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')])
  })
})

describe('a body that is too large', () => {
  const large = (character: string) => Buffer.alloc(17 * 1024 * 1024, character)

  it('is refused in the words of each form', async () => {
    const { send } = startControlPlane({})
    const target = await send(cognito('CreateUserPool', large(' ')))
    expect([target.status, target.body]).toEqual([413, expect.stringContaining('RequestEntityTooLargeException')])
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send({ headers: { ...headers, ...signed('sts') }, body: large('a') })).status).toBe(413)
    expect((await send({ headers, body: large('a') })).status).toBe(413)
    const document = await send({ path: '/photos?delete', headers: signed('s3'), body: large('<') })
    expect(document.body).toContain('<Code>MaxMessageLengthExceeded</Code>')
  })
})

describe('a bug of ours', () => {
  it('is a 500 with a request id, and the log has the cause', async () => {
    const { send, logged } = startControlPlane({
      'cognito-idp': {
        DescribeUserPool: async () => {
          throw new TypeError('secret detail')
        },
      },
    })
    const response = await send(cognito('DescribeUserPool', '{"UserPoolId":"us-east-1_a"}'))
    expect(response.status).toBe(500)
    expect(response.body).not.toContain('secret detail')
    const requestId = header(response, 'x-amzn-requestid')
    expect(logged).toEqual([
      ['error', 'cognito-idp DescribeUserPool failed', { requestId, error: expect.any(TypeError) }],
    ])
  })
})

describe('an API call', () => {
  const { controlPlane } = startControlPlane({})

  it.each([
    ['a signature', { headers: signed('s3'), method: 'GET' }],
    ['a presigned URL', { method: 'GET', path: '/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256' }],
    ['a target', json('AmazonSSM.GetParameter', '{}')],
    ['an action in a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=X' }],
    ['an action in the address', { method: 'GET', path: '/?Version=1&Action=X' }],
  ])('is known by %s', (_, request) => {
    expect(controlPlane.recognizes(wire(request))).toBe(true)
  })

  it.each([
    ['a page', { method: 'GET', path: '/index.html' }],
    ['a token', { headers: { authorization: 'Bearer x' } }],
    ['another form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' }],
  ])('is not %s', (_, request) => {
    expect(controlPlane.recognizes(wire(request))).toBe(false)
  })
})
