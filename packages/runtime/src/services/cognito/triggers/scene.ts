import type { FunctionCaller } from '../../../kernel/functions.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import type { ClientRecord, UserPoolRecord } from '../records.ts'
import type { UserRecord } from '../users/records.ts'
import { runTrigger, type TriggerName } from './run-trigger.ts'

export type ClientMetadata = Readonly<Record<string, string>>

/** On whose behalf a pool's functions are asked: what every event of one call of the API says. */
export interface TriggerScene {
  readonly deps: { readonly functions: () => Promise<FunctionCaller> }
  readonly place: Place
  readonly pool: Pick<UserPoolRecord, 'id' | 'settings'>
  /** None where an administrator acts. */
  readonly client?: Pick<ClientRecord, 'id' | 'settings'> | undefined
  /** The call's `ClientMetadata`, for functions that get it as that. */
  readonly metadata?: ClientMetadata | undefined
  /** The same at the start of a sign-in, for those that get it as `validationData`. */
  readonly validationData?: ClientMetadata | undefined
}

/** Those whose setting is an ARN and nothing else. */
export type PlainTrigger = Exclude<
  TriggerName,
  'CustomEmailSender' | 'CustomSMSSender' | 'InboundFederation' | 'PreTokenGeneration'
>

export interface Question {
  readonly source: string
  readonly userName: string
  readonly request: JsonObject
  /** The members that the function may fill in, as it gets them. */
  readonly response: JsonObject
}

/** Observed in events of AdminCreateUser. */
const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE'

/** The client on whose behalf a function is called, as events name it. */
export function clientIdOf({ client }: Pick<TriggerScene, 'client'>): string {
  return client?.id ?? NO_CLIENT
}

export function hasTrigger({ pool }: Pick<TriggerScene, 'pool'>, name: PlainTrigger): boolean {
  return Boolean(pool.settings.LambdaConfig?.[name])
}

/** What the pool's function answers, outside of any transaction. Undefined: the pool has no such function. */
export function ask(scene: TriggerScene, name: PlainTrigger, question: Question): Promise<JsonObject> | undefined {
  const functionArn = scene.pool.settings.LambdaConfig?.[name]
  return functionArn ? askFunction(scene, { name, functionArn, version: '1' }, question) : undefined
}

export async function askFunction(
  scene: TriggerScene,
  which: { readonly name: TriggerName; readonly functionArn: string; readonly version: '1' | '2' | '3' },
  question: Question,
): Promise<JsonObject> {
  const { deps, place, pool } = scene
  const where = { place, poolId: pool.id, clientId: clientIdOf(scene) }
  return runTrigger(await deps.functions(), { ...which, ...where, ...question })
}

/** What events say of a user: all values are texts (documented samples). */
export function eventAttributes({ sub, status, attributes }: UserRecord): Readonly<Record<string, string>> {
  return { sub, 'cognito:user_status': status, ...attributes }
}

/** Left out where the call has none. */
export function clientMetadata({ metadata }: TriggerScene): { readonly clientMetadata?: ClientMetadata } {
  return metadata ? { clientMetadata: metadata } : {}
}
