import { AwsError } from '../../../kernel/errors.ts'
import { errorMessageOf } from '../../../kernel/function-error.ts'
import {
  type FunctionCaller,
  type FunctionEvent,
  FunctionRefusal,
  type FunctionRefusalReason,
} from '../../../kernel/functions.ts'
import { inTime } from '../../../kernel/in-time.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { Place } from '../../../kernel/place.ts'
import { poolArn } from '../user-pool/identity.ts'

/** As AWS's error texts name them. */
export type TriggerName =
  | 'CreateAuthChallenge'
  | 'CustomEmailSender'
  | 'CustomMessage'
  | 'CustomSMSSender'
  | 'DefineAuthChallenge'
  | 'InboundFederation'
  | 'PostAuthentication'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PreSignUp'
  | 'PreTokenGeneration'
  | 'UserMigration'
  | 'VerifyAuthChallengeResponse'

/** What a pool's own function is told. */
export interface Notice {
  readonly name: TriggerName
  readonly functionArn: string
  readonly place: Place
  readonly poolId: string
  readonly clientId: string
  /** `ClientCredentials` where no user takes part. */
  readonly userName: string
  /** `1`, or that of the event's form. */
  readonly version: '1' | '2' | '3'
  readonly source: string
  readonly request: JsonObject
}

/** A call of a pool's own function, which is to fill in the `response` of its event. */
export interface Trigger extends Notice {
  /** The members that the function may fill in, as it gets them. */
  readonly response: JsonObject
}

/** Documented: a function has five seconds, and is asked three times in all where it does not answer. */
const MAX_MS = 5000
const MAX_ATTEMPTS = 3

class NoAnswer extends Error {}

/** What a call fails with that a function has refused, or was not asked. */
export const TRIGGER_ERRORS = [
  'UserLambdaValidationException',
  'InvalidLambdaResponseException',
  'UnexpectedLambdaException',
] as const

/**
 * The `response` that the function returns. Throws what Cognito's own API answers (texts recorded and observed):
 * `UserLambdaValidationException` where the function fails, `InvalidLambdaResponseException` where it returns something
 * else than its event, `UnexpectedLambdaException` where it is not run or does not answer.
 */
export async function runTrigger(functions: FunctionCaller, trigger: Trigger): Promise<JsonObject> {
  const { name } = trigger
  const answer = await invoked(functions, trigger)
  const payload = answer.payload as Buffer
  if (answer.error) {
    throw new AwsError('UserLambdaValidationException', `${name} failed with error ${errorMessageOf(payload)}.`)
  }
  const returned = parsed(payload)
  if (!isJsonObject(returned) || !isJsonObject(returned.response)) throw unrecognizable()
  const event = eventOf(trigger)
  if (IDENTITY.some((member) => returned[member] !== event[member])) throw unrecognizable()
  return returned.response
}

/** A function gives its event back: without these, or with others, it is not that event (observed). */
const IDENTITY = ['version', 'triggerSource', 'region', 'userPoolId', 'userName'] as const

/** Also for members of a response that are not of their form. */
export const unrecognizable = () => new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output')

/** Has a function called that nobody waits for. It is refused as any other where it may not be called (inferred). */
export async function notifyFunction(functions: FunctionCaller, notice: Notice): Promise<void> {
  try {
    await functions.enqueue(callOf(notice))
  } catch (error) {
    throw error instanceof FunctionRefusal ? notRun(notice.name, error) : error
  }
}

function callOf(notice: Notice | Trigger): FunctionEvent {
  const { functionArn, place, poolId } = notice
  const sourceArn = poolArn(place, poolId)
  return {
    functionArn,
    principal: { service: 'cognito-idp.amazonaws.com', sourceArn, sourceAccount: place.account },
    payload: Buffer.from(JSON.stringify(eventOf(notice))),
  }
}

async function invoked(functions: FunctionCaller, trigger: Trigger, attempt = 1) {
  const { name } = trigger
  try {
    return await inTime(functions.invoke(callOf(trigger)), MAX_MS, () => new NoAnswer())
  } catch (error) {
    if (error instanceof FunctionRefusal) throw notRun(name, error)
    if (!(error instanceof NoAnswer)) throw error
    if (attempt < MAX_ATTEMPTS) return invoked(functions, trigger, attempt + 1)
    throw unexpected(name, 'Socket timeout while invoking Lambda function')
  }
}

/** Lambda's exceptions, of which the first is observed. What cannot run on this machine says so itself. */
const REFUSALS: { readonly [reason in FunctionRefusalReason]?: string } = {
  denied: 'AccessDeniedException',
  missing: 'ResourceNotFoundException',
  throttled: 'TooManyRequestsException',
  'too-large': 'RequestTooLargeException',
}

function notRun(name: TriggerName, { reason, message }: FunctionRefusal): AwsError {
  return unexpected(name, REFUSALS[reason] ?? message)
}

function unexpected(name: TriggerName, why: string): AwsError {
  return new AwsError('UnexpectedLambdaException', `${name} invocation failed due to error ${why}.`)
}

/** Members in the documented order. */
function eventOf(notice: Notice | Trigger): JsonObject {
  const { version, source, place, poolId, userName, clientId, request } = notice
  return {
    version,
    triggerSource: source,
    region: place.region,
    userPoolId: poolId,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request,
    ...('response' in notice && { response: notice.response }),
  }
}

function parsed(payload: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(payload.toString())
  } catch {
    return undefined
  }
}
