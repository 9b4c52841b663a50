import type { Call } from '../call.ts'
import type { Exchange } from '../rest/exchange.ts'
import type { GatewayError } from '../rest/gateway-error.ts'
import { masked } from './execution-text.ts'
import type { Told } from './told.ts'

const ADMISSION: ReadonlySet<string> = new Set(['INVALID_API_KEY', 'QUOTA_EXCEEDED', 'THROTTLED'])

/** What a line needs to know of a call that has failed. */
export type FailedCall = Pick<Exchange, 'api' | 'apiKey' | 'failure' | 'matched' | 'startedAt'> & {
  readonly call: Pick<Call, 'headers' | 'requestId'>
}

/** By a key, a plan or a throttle. */
export function endedInAdmission(failure: GatewayError | undefined): boolean {
  return failure !== undefined && ADMISSION.has(failure.type)
}

/** What an execution log tells of a key, its plan and its limits. */
export function* usagePlanLines({ api, apiKey, call, failure, matched, startedAt: at }: FailedCall): Generator<Told> {
  const stage = `${api.snapshot.apiId}/${api.snapshot.stageName}`
  const given = apiKey?.value ?? call.headers['x-api-key']
  const key = masked(given ?? '')
  const method = `method '${matched?.definition.httpMethod} ${matched?.resourcePath}'`
  yield {
    kind: 'info',
    at,
    text: () => `Verifying Usage Plan for request: ${call.requestId}. API Key: ${key} API Stage: ${stage}`,
  }
  if (failure?.type === 'INVALID_API_KEY') {
    const why = given ? 'No Usage Plan found for key and API Stage' : 'No API Key'
    const text =
      `API Key ${key} not authorized because ${method} requires API Key and API Key is not associated with a Usage Plan ` +
      `for API Stage ${stage}: ${why}`
    yield { kind: 'error', at, text: () => text }
    return
  }
  // That it says why, and these words, are inferred.
  if (failure && endedInAdmission(failure)) {
    yield { kind: 'error', at, text: () => `API Key ${key} may not call API Stage ${stage} now: ${failure.reason}` }
    return
  }
  if (!matched?.definition.apiKeyRequired) {
    const effect = 'Request will not contribute to throttle or quota limits'
    yield {
      kind: 'info',
      at,
      text: () => `API Key ${key} authorized because ${method} does not require API Key. ${effect}`,
    }
  }
  yield { kind: 'info', at, text: () => `Usage Plan check succeeded for API Key ${key} and API Stage ${stage}` }
}
