import {
  type APIGatewayClient,
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  type CreateRestApiCommandInput,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { AddPermissionCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { functionsOf } from './functions.ts'
import { createMockApi, type MockApi, type MockMethod } from './mock-api.ts'
import { uniqueName } from './names.ts'

/**
 * Lets everybody in under the name of ada, unless the token, or the header `X-Tell`, says what else to answer. Keeps what
 * it was asked, and tells it to whoever invokes it with `recall`.
 */
const HANDLER = `const asked = []
let count = 0
exports.handler = async (event) => {
  if (event.recall) return asked.splice(0)
  asked.push(event)
  count += 1
  const token = event.authorizationToken ?? event.headers['X-Tell']
  const { fails, answers, ...more } = token?.startsWith('e') ? JSON.parse(Buffer.from(token, 'base64url')) : {}
  if (fails !== undefined) throw new Error(fails)
  if (answers !== undefined) return answers
  const Statement = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }]
  const policyDocument = { Version: '2012-10-17', Statement }
  const answer = { principalId: 'ada', policyDocument, context: { count }, ...more }
  return JSON.parse(JSON.stringify(answer).replaceAll('{methodArn}', event.methodArn))
}`

/** What the function is to answer in place of its usual members; `{methodArn}` stands for what it is asked for. */
export interface Told {
  readonly principalId?: unknown
  readonly policyDocument?: unknown
  readonly context?: unknown
  readonly usageIdentifierKey?: unknown
  readonly more?: unknown
  /** It ends in an error with this message. */
  readonly fails?: string
  /** The whole answer. */
  readonly answers?: unknown
}

/** A token that tells the function what to answer. */
export function telling(told: Told = {}): string {
  return Buffer.from(JSON.stringify(told)).toString('base64url')
}

/** A policy of these statements, each for the method that is asked for unless it says otherwise. */
export function policyOf(...statements: readonly object[]) {
  const usual = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '{methodArn}' }
  const complete = statements.map((statement) => {
    const replaced = Object.keys(statement).map((name) => name.replace(/^Not/, ''))
    return { ...Object.fromEntries(Object.entries(usual).filter(([name]) => !replaced.includes(name))), ...statement }
  })
  return { Version: '2012-10-17', Statement: complete }
}

export const BY_TOKEN = { type: 'TOKEN', identitySource: 'method.request.header.Authorization' } as const
/** Asked anew for each call, by everybody. */
export const BY_REQUEST = { type: 'REQUEST', authorizerResultTtlInSeconds: 0 } as const

interface Clients {
  readonly apiGateway: APIGatewayClient
  readonly lambda: LambdaClient
  readonly origin: string
}

type GuardSettings = Partial<CreateAuthorizerCommandInput> & Pick<CreateAuthorizerCommandInput, 'type'>

interface GuardedApi extends MockApi {
  readonly authorizerId: string
}

/** Functions that guard APIs, for one account. */
export function guardsOf(clients: Clients, account: string) {
  const { apiGateway, lambda } = clients
  const functions = functionsOf(lambda, account)

  return {
    create: () => functions.create(HANDLER),

    /** The events that it was asked with since this was last called. */
    async asked(guard: string): Promise<Readonly<Record<string, unknown>>[]> {
      return JSON.parse((await functions.invoke(guard, { recall: true })).text)
    },

    uriOf: (name: string) =>
      `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functions.arnOf(name)}/invocations`,

    /** An API whose methods ask this function; it may be asked unless `permitted` is false. */
    async api(
      guard: string,
      settings: GuardSettings,
      methods: readonly MockMethod[] = [{ path: '/pets' }],
      { permitted = true, ...api }: Partial<CreateRestApiCommandInput> & { readonly permitted?: boolean } = {},
    ): Promise<GuardedApi> {
      const made = await createMockApi(clients, methods, api)
      const { apiId: restApiId } = made
      const authorizerId = await this.authorizer(restApiId, guard, { permitted, ...settings })
      for (const { path = '/', httpMethod = 'GET' } of methods) {
        await this.protect(made, path, httpMethod, authorizerId)
      }
      await made.deploy()
      return { ...made, authorizerId }
    },

    async authorizer(
      restApiId: string,
      guard: string,
      { permitted = true, ...settings }: GuardSettings & { readonly permitted?: boolean } = BY_TOKEN,
    ): Promise<string> {
      const { id = '' } = await apiGateway.send(
        new CreateAuthorizerCommand({
          restApiId,
          name: uniqueName('guard'),
          authorizerUri: this.uriOf(guard),
          ...settings,
        }),
      )
      if (permitted) await this.permit(guard, `arn:aws:execute-api:us-east-1:${account}:${restApiId}/authorizers/${id}`)
      return id
    },

    /** Lets API Gateway call a function. */
    async permit(FunctionName: string, SourceArn?: string): Promise<void> {
      await lambda.send(
        new AddPermissionCommand({
          FunctionName,
          StatementId: uniqueName('api'),
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn,
        }),
      )
    },

    async protect({ apiId: restApiId, resources }: MockApi, path: string, httpMethod: string, authorizerId: string) {
      const patchOperations = [
        { op: 'replace' as const, path: '/authorizationType', value: 'CUSTOM' },
        { op: 'replace' as const, path: '/authorizerId', value: authorizerId },
      ]
      const resourceId = resources[path]
      await apiGateway.send(new UpdateMethodCommand({ restApiId, resourceId, httpMethod, patchOperations }))
    },
  }
}
