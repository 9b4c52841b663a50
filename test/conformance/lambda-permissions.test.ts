import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateAliasCommand,
  GetPolicyCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { createMockApi } from '../support/mock-api.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '333300000053'
const { apiGateway, lambda } = awsClients({ origin, account: ACCOUNT })
const { create, arnOf } = functionsOf(lambda, ACCOUNT)

let FunctionName: string
beforeAll(async () => {
  FunctionName = await create('exports.handler = async () => 1')
})

const add = (StatementId: string, more: Partial<AddPermissionCommandInput> = {}) =>
  lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      ...more,
    }),
  )
const remove = (StatementId: string, more: { FunctionName?: string } = {}) =>
  lambda.send(new RemovePermissionCommand({ FunctionName, StatementId, ...more }))
const policyOf = (Qualifier?: string) => lambda.send(new GetPolicyCommand({ FunctionName, Qualifier }))

describe('permissions', () => {
  it('are answered as text, its keys in an order (lambda 10.1)', async () => {
    const SourceArn = `arn:aws:execute-api:us-east-1:${ACCOUNT}:a1/*/GET/x`
    const made = await add('ordered', { SourceArn })
    expect(made.$metadata.httpStatusCode).toBe(201)
    const statement = JSON.parse(made.Statement ?? '')
    expect(Object.keys(statement)).toEqual(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'])
    expect(statement).toMatchObject({ Sid: 'ordered', Resource: arnOf(FunctionName) })
    expect(statement.Condition).toEqual({ ArnLike: { 'AWS:SourceArn': SourceArn } })
    await remove('ordered')
  })

  it('ask by Bool for what comes through a URL (lambda 15.30)', async () => {
    const { Statement = '' } = await add('url', { Principal: '*', InvokedViaFunctionUrl: true })
    expect(JSON.parse(Statement).Condition).toEqual({ Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } })
    await remove('url')
  })

  it('compare a source part by part, whose last part holds slashes (lambda 10.9)', async () => {
    const own = await create(`exports.handler = async () => ({ statusCode: 200, body: 'in' })`)
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arnOf(own)}/invocations`
    const integration = { type: 'AWS_PROXY' as const, integrationHttpMethod: 'POST', uri, requestTemplates: undefined }
    const api = await createMockApi(
      { apiGateway, origin },
      ['GET', 'POST'].map((httpMethod) => ({ path: '/x', httpMethod, integration, responses: [] })),
    )
    const statuses = async (source: string) => {
      await add('source', { FunctionName: own, SourceArn: `arn:aws:execute-api:us-east-1:${source}` })
      const answers = await Promise.all(['GET', 'POST'].map((method) => api.call('/x', { method })))
      await remove('source', { FunctionName: own })
      return answers.map(({ status }) => status)
    }
    expect(await statuses(`${ACCOUNT}:${api.apiId}/*/GET/x`)).toEqual([200, 500])
    expect(await statuses(`${ACCOUNT}:${api.apiId}/*`)).toEqual([200, 200])
    expect(await statuses(`${ACCOUNT}:${api.apiId}/other/*`)).toEqual([500, 500])
    expect(await statuses(`:*${api.apiId}/*`)).toEqual([500, 500])
  })

  it('name a service, an account, somebody or everybody (lambda 10.2)', async () => {
    const somebody = `arn:aws:iam::${ACCOUNT}:root`
    const forms: [string, unknown][] = [
      ['events.amazonaws.com', { Service: 'events.amazonaws.com' }],
      [ACCOUNT, { AWS: somebody }],
      [somebody, { AWS: somebody }],
      ['*', '*'],
    ]
    for (const [i, [Principal, written]] of forms.entries()) {
      const { Statement = '' } = await add(`p${i}`, { Principal })
      expect(JSON.parse(Statement).Principal).toEqual(written)
      await remove(`p${i}`)
    }
  })

  it('are one policy for the function, and one for each version and alias (lambda 10.4)', async () => {
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }))
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }))
    for (const Qualifier of [undefined, Version, 'live']) {
      await add(`of-${Qualifier}`, { Qualifier })
      const { Policy = '', RevisionId } = await policyOf(Qualifier)
      expect(RevisionId).toEqual(expect.any(String))
      const Resource = Qualifier ? `${arnOf(FunctionName)}:${Qualifier}` : arnOf(FunctionName)
      expect(JSON.parse(Policy)).toMatchObject({
        Version: '2012-10-17',
        Id: 'default',
        Statement: [{ Sid: `of-${Qualifier}`, Resource }],
      })
    }
    await remove('of-undefined')
  })

  it('that are missing or wrong are refused in their words (lambda 10.5)', async () => {
    const gone = { name: 'ResourceNotFoundException', status: 404 }
    expect(await refusalOf(policyOf())).toEqual({ ...gone, message: 'The resource you requested does not exist.' })
    expect(await refusalOf(remove('s'))).toEqual({
      ...gone,
      message: 'No policy is associated with the given resource.',
    })
    await add('s3')
    expect(await refusalOf(remove('s'))).toEqual({ ...gone, message: 'Statement s is not found in resource policy.' })
    expect(await refusalOf(remove('s', { FunctionName: 'nobody' }))).toEqual({
      ...gone,
      message: `No policy found for: ${arnOf('nobody')}`,
    })
    expect(await refusalOf(add('s3'))).toMatchObject({
      message:
        'The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
      status: 409,
    })
    expect(await refusalOf(add('l', { Qualifier: '$LATEST' }))).toMatchObject({
      message: 'We currently do not support adding policies for $LATEST.',
      status: 400,
    })
    expect(await refusalOf(add('w', { Principal: 'wrong.nobody' }))).toMatchObject({
      message: 'The provided principal was invalid. Please check the principal and try again.',
      status: 400,
    })
    expect(await refusalOf(add('a', { Qualifier: 'none' }))).toEqual({
      ...gone,
      message: `Cannot find alias arn: ${arnOf(FunctionName)}:none`,
    })
  })

  it('are no policy any more when the last is gone (lambda 10.6)', async () => {
    const own = { FunctionName: await create('exports.handler = async () => 1') }
    await add('first', own)
    await add('last', own)
    await remove('first', own)
    expect((await lambda.send(new GetPolicyCommand(own))).Policy).toContain('"Sid":"last"')
    await remove('last', own)
    expect(await refusalOf(lambda.send(new GetPolicyCommand(own)))).toMatchObject({ status: 404 })
  })
})
