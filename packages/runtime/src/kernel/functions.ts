import type { Place } from './place.ts'
import { type LeaveSignal, SourceFailure } from './wire.ts'

/**
 * How the rest of the house calls a Lambda function: integrations and authorizers of a gateway, custom resources, the
 * triggers of a user pool. Implemented by services/lambda, which finds the function, asks its policy, counts who runs,
 * and has the engine in functions/ run it.
 */
export interface FunctionCaller {
  /** Waits for the answer. Throws a {@link FunctionRefusal} where the function is not run at all. */
  invoke(call: FunctionCall): Promise<FunctionAnswer>
  /**
   * Has an event delivered at least once, also after `kill -9`, with the retries of an asynchronous invocation. Resolves
   * when the event is durable. An event whose `requestId` is known already is not taken a second time, so that whoever
   * does not know whether it was taken may give it again. Throws a {@link FunctionRefusal}.
   */
  enqueue(event: FunctionEvent): Promise<void>
  /**
   * Resolves when no attempt at the event with this `requestId` is to come any more. Undefined where nothing is known of
   * it (any more).
   */
  settled(place: Place, requestId: string, signal: AbortSignal): Promise<SettledEvent | undefined>
}

export interface FunctionEvent {
  /** Of a function, a version or an alias. */
  readonly functionArn: string
  /** Who calls, as the policy of the function sees it. */
  readonly principal: FunctionPrincipal
  readonly payload: Buffer
  /** Default: a new one. */
  readonly requestId?: string
}

export interface FunctionCall extends FunctionEvent {
  /** The answer may come part by part. Default: whole. */
  readonly streams?: boolean
  /** `Root=…;Parent=…;Sampled=0`. Default: a new one. */
  readonly traceId?: string
  /** Aborted when nobody waits for the answer any more. The function runs on, as on AWS. */
  readonly signal?: LeaveSignal
}

export type FunctionPrincipal =
  /** For example `apigateway.amazonaws.com`. The policy must let it call this very function, version or alias. */
  | { readonly service: string; readonly sourceArn?: string; readonly sourceAccount?: string }
  /** An identity of the function's own account: allowed, since AWS's own APIs ask no policies of identities here. */
  | 'account'

export interface FunctionAnswer {
  readonly requestId: string
  /** `$LATEST`, or a number. */
  readonly executedVersion: string
  /**
   * What the function, or its runtime, answered; with `error` the error object as JSON. A stream only where asked for; it
   * throws a {@link FunctionStreamFailure} where the function fails after it began.
   */
  readonly payload: Buffer | AsyncIterable<Uint8Array>
  /** Of a stream: what the function declared, e.g. `application/vnd.awslambda.http-integration-response`. */
  readonly contentType?: string
  /** It failed: `payload` says how. AWS calls every failure `Unhandled`. */
  readonly error: boolean
}

export interface SettledEvent {
  readonly succeeded: boolean
  /** Of the last attempt, e.g. `RequestId: … Error: Task timed out after 3.00 seconds`. */
  readonly errorMessage?: string
}

export type FunctionRefusalReason =
  | 'missing'
  /** The policy of the function does not let this principal call it. */
  | 'denied'
  | 'throttled'
  /** The payload is larger than AWS takes. */
  | 'too-large'
  /** What it needs is not on this machine, for example Python: the message says what to install. */
  | 'not-runnable'

/** The platform's own refusal: the function did not run. */
export class FunctionRefusal extends Error {
  readonly reason: FunctionRefusalReason

  constructor(reason: FunctionRefusalReason, message: string) {
    super(message)
    this.name = 'FunctionRefusal'
    this.reason = reason
  }
}

/** The function failed after its stream had begun. */
export class FunctionStreamFailure extends SourceFailure {
  /** JSON: the error object. */
  readonly payload: Buffer
  /** For example `Sandbox.Timedout`. */
  readonly errorType: string

  constructor(payload: Buffer, errorType: string) {
    super(`the function's stream broke off: ${errorType}`)
    this.name = 'FunctionStreamFailure'
    this.payload = payload
    this.errorType = errorType
  }
}
