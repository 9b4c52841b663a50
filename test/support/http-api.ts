import {
  type ApiGatewayV2Client,
  CreateApiCommand,
  type CreateApiCommandInput,
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateStageCommand,
  type CreateStageCommandInput,
} from '@aws-sdk/client-apigatewayv2'
import { AddPermissionCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { uniqueName } from './names.ts'

type Part<Input> = Partial<Omit<Input, 'ApiId'>>

export interface HttpApiParts {
  readonly api?: Part<CreateApiCommandInput>
  /** By name. */
  readonly integrations: Readonly<Record<string, Part<CreateIntegrationCommandInput>>>
  /** By name. */
  readonly authorizers?: Readonly<Record<string, Part<CreateAuthorizerCommandInput>>>
  /** By key; with the names of an integration (else the first one) and of an authorizer. */
  readonly routes: Readonly<Record<string, RouteParts>>
  /** By name; left out: `$default`. */
  readonly stages?: Readonly<Record<string, Part<CreateStageCommandInput>>>
}

interface RouteParts {
  readonly to?: string
  readonly by?: string
  readonly settings?: Part<CreateRouteCommandInput>
}

export interface TestedHttpApi {
  readonly apiId: string
  readonly authorizerIds: Readonly<Record<string, string>>
  /** By its path form. */
  url(path: string): string
  call(path: string, init?: RequestInit): Promise<Response>
  /** Status and body. */
  told(path: string, init?: RequestInit): Promise<[number, string]>
}

interface Clients {
  readonly httpApi: ApiGatewayV2Client
  readonly origin: string
}

/** An HTTP API, deployed. */
export async function createHttpApi({ httpApi, origin }: Clients, parts: HttpApiParts): Promise<TestedHttpApi> {
  const { ApiId = '' } = await httpApi.send(new CreateApiCommand({ Name: 'http', ProtocolType: 'HTTP', ...parts.api }))
  const integrations = await made(parts.integrations, async (settings) => {
    const input = { ApiId, IntegrationType: 'AWS_PROXY' as const, PayloadFormatVersion: '2.0', ...settings }
    return (await httpApi.send(new CreateIntegrationCommand(input))).IntegrationId
  })
  const authorizers = await made(parts.authorizers ?? {}, async (settings, Name) => {
    const input = { ApiId, Name, AuthorizerType: 'JWT' as const, IdentitySource: AUTHORIZATION, ...settings }
    return (await httpApi.send(new CreateAuthorizerCommand(input))).AuthorizerId
  })
  const [first = ''] = Object.keys(integrations)
  for (const [RouteKey, { to = first, by, settings }] of Object.entries(parts.routes)) {
    const guard = by === undefined ? {} : { AuthorizationType: 'JWT' as const, AuthorizerId: authorizers[by] }
    const Target = `integrations/${integrations[to]}`
    await httpApi.send(new CreateRouteCommand({ ApiId, RouteKey, Target, ...guard, ...settings }))
  }
  for (const [StageName, settings] of Object.entries(parts.stages ?? { $default: {} })) {
    await httpApi.send(new CreateStageCommand({ ApiId, StageName, AutoDeploy: true, ...settings }))
  }
  const url = (path: string) => `${origin}/_aws/execute-api/${ApiId}${path}`
  const call = (path: string, init?: RequestInit) => fetch(url(path), init)
  return {
    apiId: ApiId,
    authorizerIds: authorizers,
    url,
    call,
    async told(path, init) {
      const response = await call(path, init)
      return [response.status, await response.text()]
    },
  }
}

const AUTHORIZATION = ['$request.header.Authorization']

async function made<T>(
  parts: Readonly<Record<string, T>>,
  make: (part: T, name: string) => Promise<string | undefined>,
): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const [name, part] of Object.entries(parts)) ids[name] = (await make(part, name)) ?? ''
  return ids
}

/** Lets API Gateway call a function, from wherever or from one place. */
export async function permit(lambda: LambdaClient, FunctionName: string, SourceArn?: string): Promise<void> {
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: uniqueName('api'),
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn,
    }),
  )
}

/** A function that answers with what the header `x-answer` says, which is JSON; else with its event. */
export const ECHO = `
exports.handler = async (event) => {
  const answer = event.headers['x-answer']
  if (answer === 'fail') throw new Error('failed')
  if (answer !== undefined) return JSON.parse(answer)
  return event.version === '1.0' ? { statusCode: 200, body: JSON.stringify(event) } : event
}
`

/** An authorizer that says what the header `x-verdict` says; else it lets in. It tells what it was asked, and how often. */
export const GUARD = `
let asked = 0
exports.handler = async (event) => {
  asked++
  const verdict = event.headers['x-verdict']
  if (verdict === 'fail') throw new Error('Unauthorized')
  if (verdict !== undefined) return JSON.parse(verdict)
  return { isAuthorized: true, context: { asked, event, flag: true } }
}
`
