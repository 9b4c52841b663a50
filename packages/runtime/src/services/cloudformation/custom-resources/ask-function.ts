import { FunctionRefusal, type SettledEvent } from '../../../kernel/functions.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Outcome, ResourceWait } from '../../../kernel/resource-type.ts'
import type { CustomResourceDeps } from './deps.ts'
import { judgeResponse } from './judge-response.ts'
import { findResponse } from './responses.ts'

/** What a function is asked, and how long its response is waited for. */
export type Question = {
  readonly requestId: string
  readonly functionArn: string
  readonly document: JsonObject
  /** By the server's clock, which can be moved. */
  readonly deadline: number
  /** Of a creation: what its resource is called if it never says so. */
  readonly madeUpId?: string
  /** Of a removal: the creation never said what there is, so that perhaps nothing is. */
  readonly isUnsure?: true
}

/** What a function has said, of a success. */
export type Answer = {
  readonly physicalId: string
  readonly data: JsonObject
  readonly noEcho: boolean
}

/** The process that takes a response rings; this is for what another one has taken, and for the deadline. */
const LOOK_AGAIN_MS = 1000

/**
 * Gives a function its event and waits for the response. Asked again after a restart, it finds the response that has come
 * meanwhile; an event that was taken before is not taken twice.
 */
export async function askFunction(deps: CustomResourceDeps, question: Question, wait: ResourceWait): Promise<Outcome> {
  const { clock, vault, sleep, doorbell } = deps
  const { requestId, deadline, madeUpId } = question
  const { place, stack, logicalId, reader, signal } = wait
  const name = { place, stackId: stack.stackId, logicalId, requestId }
  const failed = (failure: string, physicalId = madeUpId): Outcome => {
    return { failure, ...(madeUpId === undefined || physicalId === undefined ? {} : { physicalId }) }
  }
  let attempts: Attempts | undefined
  for (;;) {
    signal.throwIfAborted()
    // Both are looked at before the store is: what came just in time counts.
    const isLate = clock.now() >= deadline
    const lost = attempts?.lost
    const body = await findResponse(reader, vault, name)
    if (body !== undefined) {
      const verdict = judgeResponse(body, name)
      if (verdict.kind === 'failure') return failed(verdict.reason, verdict.physicalId)
      const { physicalId, data, noEcho } = verdict
      return { result: { physicalId, data, noEcho } satisfies Answer }
    }
    if (lost) return failed(failedSilently(requestId, lost))
    if (isLate) return failed(timedOut(requestId))
    if (!attempts) {
      const begun = await begin(deps, question, wait)
      if ('outcome' in begun) return begun.outcome
      attempts = begun
      continue
    }
    await doorbell.wait(requestId, LOOK_AGAIN_MS, sleep, signal)
  }
}

/** The attempts at an event. */
interface Attempts {
  /** All of them have failed. */
  lost?: SettledEvent
}

/** Enqueues the event; a function that is not there or may not be called is known at once. */
async function begin(deps: CustomResourceDeps, question: Question, wait: ResourceWait) {
  const { requestId, functionArn, document, isUnsure } = question
  const { place, signal } = wait
  const functions = await deps.functions()
  try {
    const payload = Buffer.from(JSON.stringify(document))
    await functions.enqueue({ functionArn, principal: 'account', payload, requestId })
  } catch (error) {
    if (!(error instanceof FunctionRefusal)) throw error
    // Its creation met the same: nothing was ever made.
    const outcome: Outcome =
      isUnsure && error.reason === 'missing' ? { result: null } : { failure: refusalText(error, uuid(deps.random)) }
    return { outcome }
  }
  const attempts: Attempts = {}
  functions.settled(place, requestId, signal).then(
    (settled) => {
      if (!settled || settled.succeeded) return
      attempts.lost = settled
      deps.doorbell.ring(requestId)
    },
    // Nobody waits any more, or nothing can be known: then there is the deadline.
    () => {},
  )
  return attempts
}

const STATUS: Readonly<Record<FunctionRefusal['reason'], number>> = {
  missing: 404,
  denied: 403,
  throttled: 429,
  'too-large': 413,
  'not-runnable': 400,
}

/** As CloudFormation repeats what Lambda says (general knowledge). What is not AWS's own stands alone. */
function refusalText({ reason, message }: FunctionRefusal, requestId: string): string {
  if (reason === 'not-runnable') return message
  return `${message} (Service: Lambda, Status Code: ${STATUS[reason]}, Request ID: ${requestId})`
}

/** AWS waits for the rest of the time here: no response can come any more. */
function failedSilently(requestId: string, { errorMessage = 'no reason given' }: SettledEvent): string {
  return (
    `The function of the custom resource failed at every attempt and sent no response (request ${requestId}): ` +
    errorMessage
  )
}

/** Observed: aws-samples/cloudfront-authorization-at-edge#192. */
function timedOut(requestId: string): string {
  return (
    'CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId ' +
    `[${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code ` +
    'so that CloudFormation can attach the updated version.'
  )
}
