import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { refusalOf } from '../support/refusal.ts'

const ACCOUNT = '333300000052'
const { lambda } = awsClients({ origin: inject('origin'), account: ACCOUNT })
const { create, arnOf, updated, invoke } = functionsOf(lambda, ACCOUNT)
const HANDLER = `exports.handler = async (event, context) =>
  ({ arn: context.invokedFunctionArn, version: process.env.AWS_LAMBDA_FUNCTION_VERSION })`

let FunctionName: string
let arn: string
const publish = (more = {}) => lambda.send(new PublishVersionCommand({ FunctionName, ...more }))
const change = async (Description: string) => {
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }))
  await updated(FunctionName)
}

beforeAll(async () => {
  FunctionName = await create(HANDLER)
  arn = arnOf(FunctionName)
  await publish()
  await change('second')
  await publish()
})

describe('a version', () => {
  it('is active at once, and gives $LATEST another revision (lambda 1.4.1)', async () => {
    await change('third')
    const before = await lambda.send(new GetFunctionCommand({ FunctionName }))
    const made = await publish()
    expect(made).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful', Version: '3' })
    expect(made).toMatchObject({ FunctionArn: `${arn}:3`, $metadata: { httpStatusCode: 201 } })
    const after = await lambda.send(new GetFunctionCommand({ FunctionName }))
    expect(new Set([before, after].map(({ Configuration }) => Configuration?.RevisionId)).size).toBe(2)
    expect(after.Configuration?.RevisionId).not.toBe(made.RevisionId)
  })

  it('is the last one when nothing has changed (lambda 1.4.2)', async () => {
    const [first, second] = [await publish(), await publish()]
    expect(second).toMatchObject({ Version: first.Version, RevisionId: first.RevisionId })
    expect(second.$metadata.httpStatusCode).toBe(201)
  })

  it('is of the code that its publisher means (lambda 1.4.3)', async () => {
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }))
    const CodeSha256 = 'tXUmA8QYfmAkeGpSCYdIIcoaQ6bn7WMxjtMUyMPCSQQ='
    expect(await refusalOf(publish({ CodeSha256 }))).toMatchObject({
      message: `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${Configuration?.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
      status: 400,
    })
  })

  it('never has the number of a deleted one (lambda 1.4.4)', async () => {
    await change('to be deleted')
    const { Version } = await publish()
    await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: Version }))
    await change('after it')
    expect((await publish()).Version).toBe(String(Number(Version) + 1))
  })
})

describe('an alias', () => {
  const make = (Name: string, FunctionVersion: string, weights?: Record<string, number>) =>
    lambda.send(
      new CreateAliasCommand({
        FunctionName,
        Name,
        FunctionVersion,
        ...(weights && { RoutingConfig: { AdditionalVersionWeights: weights } }),
      }),
    )

  it('shows its weights while it has some (lambda 1.4.5)', async () => {
    const { $metadata: _, ...made } = await make('weighted', '1', { '2': 0.2 })
    expect(made).toEqual({
      AliasArn: `${arn}:weighted`,
      Name: 'weighted',
      FunctionVersion: '1',
      Description: '',
      RevisionId: expect.any(String),
      RoutingConfig: { AdditionalVersionWeights: { '2': 0.2 } },
    })
    const RoutingConfig = { AdditionalVersionWeights: {} }
    const cleared = await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'weighted', RoutingConfig }))
    expect(cleared.RoutingConfig).toBeUndefined()
  })

  it('may stand for $LATEST, and is no number (lambda 1.4.6)', async () => {
    expect(await make('2024-01-02', '$LATEST')).toMatchObject({ FunctionVersion: '$LATEST' })
    const refused = await refusalOf(make('2024', '1'))
    expect(refused.name).toBe('ValidationException')
    expect(refused.message).toContain('(?!^[0-9]+$)([a-zA-Z0-9-_]+)')
  })

  it('has one more version at most, another one that is there, and a name of its own (lambda 1.4.7)', async () => {
    const messageOf = async (...args: Parameters<typeof make>) => (await refusalOf(make(...args))).message
    expect(await messageOf('a1', '1', { '2': 0.1, '3': 0.1 })).toBe(
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    )
    expect(await messageOf('a2', '1', { '1': 0.5 })).toBe(
      'Invalid function version 1. Function version 1 is already included in routing configuration.',
    )
    expect(await messageOf('a3', '$LATEST', { '1': 0.5 })).toBe(
      '$LATEST is not supported for an alias pointing to more than 1 version',
    )
    expect((await refusalOf(make('a4', '1', { '2': 2 }))).name).toBe('ValidationException')
    expect(await messageOf('a5', '1000')).toBe(`Function not found: ${arn}:1000`)
    await make('once', '1')
    expect(await refusalOf(make('once', '1'))).toMatchObject({
      message: `Alias already exists: ${arn}:once`,
      status: 409,
    })
  })

  it('that is missing is told in the words of each operation (lambda 1.4.8)', async () => {
    const at = { FunctionName, Name: 'none' }
    expect(await refusalOf(lambda.send(new GetAliasCommand(at)))).toMatchObject({
      message: `Cannot find alias arn: ${arn}:none`,
      status: 404,
    })
    expect(await refusalOf(lambda.send(new UpdateAliasCommand(at)))).toMatchObject({
      message: `Alias not found: ${arn}:none`,
      status: 404,
    })
    expect((await lambda.send(new DeleteAliasCommand(at))).$metadata.httpStatusCode).toBe(204)
    const asked = lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: 'none' }))
    expect(await refusalOf(asked)).toMatchObject({ message: `Function not found: ${arn}:none`, status: 404 })
  })

  it('runs a version under its own ARN (lambda 1.4.9)', async () => {
    await make('live', '2')
    const ran = await invoke(FunctionName, {}, { Qualifier: 'live' })
    expect(ran.version).toBe('2')
    expect(JSON.parse(ran.text)).toEqual({ arn: `${arn}:live`, version: '2' })
  })
})
