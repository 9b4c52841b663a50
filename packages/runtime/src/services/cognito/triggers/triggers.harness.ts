import { expect } from 'vitest'
import type { LambdaConfigType } from '../../../generated/cognito-idp.ts'
import { type FunctionCaller, FunctionRefusal, type FunctionRefusalReason } from '../../../kernel/functions.ts'
import type { InputOf } from '../../../kernel/operation.ts'
import { startCognito } from '../cognito.harness.ts'
import type { TriggerName } from './run-trigger.ts'

type Json = Readonly<Record<string, unknown>>

/** As functions get it. */
export interface TriggerEvent {
  readonly version: string
  readonly triggerSource: string
  readonly userName: string
  readonly callerContext: { readonly clientId: string }
  readonly request: Json
  readonly response: Json
}

/** The members of `response` that a function fills in, or something that is no event at all. */
export type Answer = Json | { readonly returns: unknown }
export type Handler = (event: TriggerEvent) => Answer

export const PASSWORD = 'Harbor-42-Lantern!'
const FAILURE = 'errorMessage'

/** A function that throws. */
export const throwing =
  (message: string): Handler =>
  () => ({ returns: { [FAILURE]: message, errorType: 'Error' } })

/** A function that is not run. */
export const refused =
  (reason: FunctionRefusalReason): Handler =>
  () => {
    throw new FunctionRefusal(reason, 'not here')
  }

interface Wanted {
  readonly triggers?: { readonly [name in TriggerName]?: Handler }
  /** Of `PreTokenGeneration`; left out, it is set as an ARN alone. */
  readonly version?: 'V1_0' | 'V2_0' | 'V3_0'
  readonly pool?: Partial<InputOf<'cognito-idp', 'CreateUserPool'>>
  readonly client?: Partial<InputOf<'cognito-idp', 'CreateUserPoolClient'>>
}

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`

/** Functions that handlers play, by the name of the trigger that each is for; `events` is what they were called with. */
export function playedFunctions(triggers: Wanted['triggers'] = {}) {
  const events: TriggerEvent[] = []
  const invoke: FunctionCaller['invoke'] = async ({ functionArn, payload: sent }) => {
    const event = JSON.parse(String(sent)) as TriggerEvent
    events.push(event)
    const name = functionArn.split(':').at(-1) as TriggerName
    const answer = triggers[name]?.(event) ?? {}
    const returned =
      'returns' in answer ? answer.returns : { ...event, response: { ...event.response, ...(answer as Json) } }
    const error = typeof returned === 'object' && returned !== null && FAILURE in returned
    return { requestId: 'r', executedVersion: '$LATEST', payload: Buffer.from(JSON.stringify(returned)), error }
  }
  return { invoke, events }
}

/** A pool for people whose functions are played by `triggers`, and what they were called with, in order. */
export async function poolWithTriggers({ triggers = {}, version, pool = {}, client = {} }: Wanted) {
  const { invoke, events } = playedFunctions(triggers)
  const cognito = await startCognito({ functions: { invoke } })
  const { UserPool } = await cognito.call('CreateUserPool', {
    PoolName: 'people',
    LambdaConfig: lambdaConfig(Object.keys(triggers) as TriggerName[], version),
    ...pool,
  })
  const UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await cognito.call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: [
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
    ],
    ...client,
  })
  const ClientId = UserPoolClient?.ClientId ?? ''
  return {
    ...cognito,
    UserPoolId,
    ClientId,
    events,
    sources: () => events.map(({ triggerSource }) => triggerSource),
    /** A confirmed user with a password. */
    async person(Username = 'ann', attributes: Readonly<Record<string, string>> = {}) {
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
      await cognito.call('AdminCreateUser', { UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' })
      await cognito.call('AdminSetUserPassword', { UserPoolId, Username, Password: PASSWORD, Permanent: true })
      events.length = 0
    },
    signIn(USERNAME = 'ann', more: Partial<InputOf<'cognito-idp', 'InitiateAuth'>> = {}, password = PASSWORD) {
      return cognito.call('InitiateAuth', {
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: password },
        ...more,
      })
    },
    async user(Username = 'ann') {
      const user = await cognito.call('AdminGetUser', { UserPoolId, Username })
      const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]))
      return { ...user, attributes }
    },
  }
}

export type PoolWithTriggers = Awaited<ReturnType<typeof poolWithTriggers>>

export function lambdaConfig(names: readonly TriggerName[], version?: Wanted['version']): LambdaConfigType {
  const config = Object.fromEntries(
    names.map((name) => [
      name,
      name === 'InboundFederation' ? { LambdaArn: arnOf(name), LambdaVersion: 'V1_0' } : arnOf(name),
    ]),
  )
  if (!version) return config
  const { PreTokenGeneration: _, ...others } = config
  return {
    ...others,
    PreTokenGenerationConfig: { LambdaArn: arnOf('PreTokenGeneration'), LambdaVersion: version },
  }
}

/** An event in full, with what every event of these pools says. */
export function eventOf(
  { UserPoolId, ClientId }: PoolWithTriggers,
  {
    version = '1',
    ...event
  }: { version?: string; triggerSource: string; userName: string; request: Json; response: Json },
  clientId = ClientId,
): unknown {
  const { triggerSource, userName, request, response } = event
  return {
    version,
    triggerSource,
    region: 'us-east-1',
    userPoolId: UserPoolId,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request,
    response,
  }
}

export const lambdaRefusal = (code: string, message: string) => expect.objectContaining({ code, message })
