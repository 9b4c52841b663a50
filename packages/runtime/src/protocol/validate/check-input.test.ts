import { describe, expect, it } from 'vitest'
import type { AwsError } from '../../kernel/errors.ts'
import type { ServiceName } from '../../kernel/operation.ts'
import { createModels } from '../models.ts'
import { checkInput } from './check-input.ts'

const models = createModels()

function refusal(service: ServiceName, name: string, input: unknown): Pick<AwsError, 'code' | 'message'> | undefined {
  const model = models.of(service)
  const operation = model.operations[name]
  if (!operation) throw new Error(`${service} has no ${name}`)
  try {
    checkInput({ model, name, operation }, input)
    return undefined
  } catch (error) {
    const { code, message } = error as AwsError
    return { code, message }
  }
}

/** The text of a refusal whose code is known. */
const text = (service: ServiceName, name: string, input: unknown) => refusal(service, name, input)?.message

describe('Cognito', () => {
  const client = (more: object) =>
    refusal('cognito-idp', 'CreateUserPoolClient', { UserPoolId: 'eu-west-1_a', ClientName: 'c', ...more })

  it('takes what fits', () => {
    expect(
      client({ AllowedOAuthFlows: ['code'], CallbackURLs: ['https://a.b/c?d=é'], RefreshTokenValidity: 0 }),
    ).toBeUndefined()
  })

  it('names a flow that is none, as observed', () => {
    expect(client({ AllowedOAuthFlows: ['code', 'token'] })).toEqual({
      code: 'InvalidParameterException',
      message:
        "1 validation error detected: Value '[code, token]' at 'allowedOAuthFlows' failed to satisfy constraint: " +
        'Member must satisfy constraint: [Member must satisfy enum value set: [implicit, client_credentials, code]]',
    })
  })

  it('counts errors and prints an empty text in a list as [], as observed', () => {
    const list =
      'Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$]'
    const redirects = list.replaceAll('^[', '[').replaceAll('+$]', '+]')
    expect(client({ CallbackURLs: [''], LogoutURLs: [''] })?.message).toBe(
      `2 validation errors detected: Value '[]' at 'callbackURLs' failed to satisfy constraint: ${redirects}; ` +
        `Value '[]' at 'logoutURLs' failed to satisfy constraint: ${redirects}`,
    )
  })

  it('names the pattern before the length, as observed', () => {
    expect(text('cognito-idp', 'ConfirmSignUp', { ClientId: 'c', Username: 'u', ConfirmationCode: '' })).toBe(
      "2 validation errors detected: Value '' at 'confirmationCode' failed to satisfy constraint: Member must satisfy " +
        "regular expression pattern: [\\S]+; Value '' at 'confirmationCode' failed to satisfy constraint: Member must " +
        'have length greater than or equal to 1',
    )
  })

  it('names what is missing, and hides what is sensitive', () => {
    expect(text('cognito-idp', 'DescribeUserPool', {})).toBe(
      "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
    )
    const message = text('cognito-idp', 'SignUp', { ClientId: 'a b', Username: 'u', Password: 'p w' })
    expect(message).toContain("Value 'a b' at 'clientId'")
    expect(message).toContain("Value at 'password' failed to satisfy constraint")
    expect(message).not.toContain('p w')
  })

  it('checks ranges, structures within structures and maps', () => {
    expect(client({ RefreshTokenValidity: -1 })?.message).toContain(
      "Value '-1' at 'refreshTokenValidity' failed to satisfy constraint: Member must have value greater than or equal to 0",
    )
    const pool = { PoolName: 'p', Policies: { PasswordPolicy: { MinimumLength: 100 } }, UserPoolTags: { '': 'x' } }
    const message = text('cognito-idp', 'CreateUserPool', pool)
    expect(message).toContain("Value '100' at 'policies.passwordPolicy.minimumLength'")
    expect(message).toContain(
      "Value '{=x}' at 'userPoolTags' failed to satisfy constraint: Map keys must satisfy constraint: [Member",
    )
  })

  it.each([
    [7, 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String'],
    [true, 'class java.lang.Boolean can not be converted to an String'],
    [[], 'Start of list found where not expected'],
    [{}, 'Start of structure or map found where not expected.'],
  ])('cannot read %j as a text', (PoolName, message) => {
    expect(refusal('cognito-idp', 'CreateUserPool', { PoolName })).toEqual({ code: 'SerializationException', message })
  })

  it.each([
    ['AllowedOAuthFlows', 'code', 'Expected list or null'],
    ['AnalyticsConfiguration', 'x', 'Expected null'],
    ['AnalyticsConfiguration', [], 'Start of list found where not expected'],
    ['RefreshTokenValidity', '30', 'class java.lang.String can not be converted to an Integer'],
    [
      'RefreshTokenValidity',
      2 ** 40,
      'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Integer',
    ],
  ])('cannot read %s from %j', (name, value, message) => {
    expect(client({ [name]: value })).toEqual({ code: 'SerializationException', message })
  })
})

describe('API Gateway', () => {
  it('names members of the body below its input, as recorded', () => {
    const types = { types: ['wrong'], ipAddressType: 'wrong' }
    expect(refusal('apigateway', 'CreateRestApi', { name: 'n', endpointConfiguration: types })).toEqual({
      code: 'ValidationException',
      message:
        "2 validation errors detected: Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to " +
        'satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]; ' +
        "Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member " +
        'must satisfy enum value set: [ipv4, dualstack]',
    })
  })

  it('names members of the body before those of the address, as recorded', () => {
    const input = {
      restApiId: 'a',
      resourceId: 'r',
      httpMethod: 'GET',
      statusCode: 'wrong',
      patchOperations: [{ op: 'wrong', path: '/' }],
    }
    expect(text('apigateway', 'UpdateIntegrationResponse', input)).toBe(
      "2 validation errors detected: Value 'wrong' at 'updateIntegrationResponseInput.patchOperations.1.member.op' failed " +
        'to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]; ' +
        "Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: " +
        '[1-5]\\d\\d',
    )
  })
})

describe('the query services', () => {
  it('say ValidationError', () => {
    expect(refusal('cloudformation', 'CreateStack', { StackName: '0MyStack' })).toEqual({
      code: 'ValidationError',
      message:
        "1 validation error detected: Value '0MyStack' at 'stackName' failed to satisfy constraint: Member must satisfy " +
        'regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*',
    })
    expect(text('cloudformation', 'DescribeStacks', { StackName: 'a_b' })).toBe(
      "1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: Member must satisfy regular " +
        'expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*',
    )
    const TemplateBody = 'x'.repeat(51_201)
    expect(text('cloudformation', 'ValidateTemplate', { TemplateBody })).toBe(
      `1 validation error detected: Value '${TemplateBody}' at 'templateBody' failed to satisfy constraint: Member must ` +
        'have length less than or equal to 51200',
    )
    expect(text('cloudformation', 'CreateStack', { StackName: 's', Tags: [{ Key: 'k' }] })).toBe(
      "1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
    )
    expect(refusal('iam', 'ListRoles', { MaxItems: 'many' })).toEqual({
      code: 'MalformedInput',
      message: 'many is not a valid integer (MaxItems).',
    })
  })

  it('word a bad name on IAM in its own way, as observed', () => {
    expect(refusal('iam', 'GetRole', { RoleName: 'a/b' })).toEqual({
      code: 'ValidationError',
      message:
        'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    })
    expect(text('iam', 'GetRole', { RoleName: 'a'.repeat(65) })).toContain(
      "Value at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64",
    )
  })

  it('leave out values and sets on IAM, as recorded', () => {
    const PolicyArn = 'arn:aws:iam::111111111111:policy/p'
    expect(text('iam', 'GetPolicyVersion', { PolicyArn, VersionId: 'x1' })).toBe(
      "1 validation error detected: Value at 'versionId' failed to satisfy constraint: Member must satisfy regular " +
        'expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?',
    )
    expect(text('iam', 'ListPolicies', { Scope: 'Mine' })).toBe(
      "1 validation error detected: Value at 'scope' failed to satisfy constraint: Member must satisfy enum value set",
    )
    expect(text('iam', 'UntagRole', { RoleName: 'r', TagKeys: ['a?'] })).toBe(
      "1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: " +
        '[Member must have length less than or equal to 128, Member must have length greater than or equal to 1, ' +
        'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+, Member must not be null]',
    )
  })
})

describe('huge inputs', () => {
  const pool = (Schema: unknown[]) => text('cognito-idp', 'CreateUserPool', { PoolName: 'p', Schema }) ?? ''

  it('a list that is too long is refused for its length, whatever stands beyond', () => {
    const touched: number[] = []
    const item = (i: number) => ({
      get Name() {
        touched.push(i)
        return 'a'
      },
      AttributeDataType: 'String',
    })
    const message = pool(Array.from({ length: 300_000 }, (_, i) => item(i)))
    expect(message).toMatch(/^1 validation error detected: Value '\[\{Name=a, /)
    expect(message).toMatch(/ at 'schema' failed to satisfy constraint: .* less than or equal to 50$/)
    expect(message.length).toBeLessThan(101_000)
    // Those that are printed, and no more.
    expect(new Set(touched).size).toBeLessThan(5_000)
    expect(pool([...Array(51).fill({ Name: 'a' }), 'no structure'])).toContain('less than or equal to 50')
  })

  it('no more than a hundred errors are listed', () => {
    const patchOperations = Array.from({ length: 1000 }, () => ({ op: 'zap' }))
    const message = text('apigateway', 'UpdateRestApi', { restApiId: 'x', patchOperations })
    expect(message).toMatch(/^100 validation errors detected: /)
  })
})

describe('ECR', () => {
  it('reports the first error in its own way, as observed', () => {
    expect(refusal('ecr', 'PutLifecyclePolicy', { repositoryName: 'r1', lifecyclePolicyText: '' })).toEqual({
      code: 'InvalidParameterException',
      message:
        "Invalid parameter at 'lifecyclePolicyText' failed to satisfy constraint: 'Member must have length greater than " +
        "or equal to 100'",
    })
    expect(text('ecr', 'CreateRepository', { repositoryName: 'Bad' })).toMatch(
      /^Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '\[a-z0-9\]\+.*''$/,
    )
  })
})

describe('S3', () => {
  it('leaves lengths and values to its operations, but not its documents', () => {
    expect(
      refusal('s3', 'PutBucketTagging', { Bucket: 'b', Tagging: { TagSet: [{ Key: '', Value: '' }] } }),
    ).toBeUndefined()
    expect(refusal('s3', 'PutBucketTagging', { Bucket: 'b', Tagging: { TagSet: [{ Key: 'k' }] } })?.code).toBe(
      'MalformedXML',
    )
    expect(refusal('s3', 'CopyObject', { Bucket: 'b', Key: 'k' })).toEqual({
      code: 'InvalidRequest',
      message: 'Missing required header for this request: x-amz-copy-source',
    })
  })
})

it('does not repeat a whole request', () => {
  const message = text('cognito-idp', 'CreateUserPool', { PoolName: '\0'.repeat(5_000_000) })
  expect(message?.length).toBeLessThan(250_000)
})

it('does not list errors without end', () => {
  const Tags = Array.from({ length: 5000 }, () => ({}))
  expect(text('cloudformation', 'CreateStack', { StackName: 's', Tags })).toMatch(/^100 validation errors detected: /)
})

it('names a list that is too long without looking at what stands beyond', () => {
  let looked = 0
  const item = {
    get Name() {
      looked++
      return 'x'
    },
  }
  const refused = text('cognito-idp', 'CreateUserPool', { PoolName: 'p', Schema: Array(1000).fill(item) })
  expect(refused).toContain(
    "at 'schema' failed to satisfy constraint: Member must have length less than or equal to 50",
  )
  // Each is looked at to print it; only fifty for their types and constraints.
  expect(looked).toBe(1000 + 2 * 50)
})
