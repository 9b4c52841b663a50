import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import type { ResponseName } from './response-address.ts'

/** What a response says. */
export type Verdict =
  | { readonly kind: 'success'; readonly physicalId: string; readonly data: JsonObject; readonly noEcho: boolean }
  /** `physicalId`: of what there is all the same. */
  | { readonly kind: 'failure'; readonly reason: string; readonly physicalId?: string }

/** Documented. */
export const MAX_RESPONSE_BYTES = 4096
const MAX_ID_BYTES = 1024

/**
 * Judges the response to a request. The texts are observed: those about the id and the length in many issues (an empty
 * id wins over a failure: aws-cloudformation/custom-resource-helper#67), that of a failure in stack events. The two
 * others are inferred.
 */
export function judgeResponse(body: string, { requestId }: Pick<ResponseName, 'requestId'>): Verdict {
  if (Buffer.byteLength(body) > MAX_RESPONSE_BYTES) return failure('Response object is too long.')
  const response = readResponse(body)
  if (!response) return failure('Invalid response: it must be a JSON object')
  const { Status: status, PhysicalResourceId: physicalId, Reason: reason = '', Data: data, NoEcho: noEcho } = response
  if (typeof physicalId !== 'string' || physicalId === '' || Buffer.byteLength(physicalId) > MAX_ID_BYTES) {
    return failure('Invalid PhysicalResourceId')
  }
  if (status === 'SUCCESS') {
    return { kind: 'success', physicalId, data: isJsonObject(data) ? data : {}, noEcho: isTrue(noEcho) }
  }
  if (status !== 'FAILED') return failure('Invalid Status: it must be SUCCESS or FAILED')
  const said = typeof reason === 'string' ? reason : JSON.stringify(reason)
  const text = `Received response status [FAILED] from custom resource. Message returned: ${said} (RequestId: ${requestId})`
  return { kind: 'failure', reason: text, physicalId }
}

/** Whether a response is to this very request: one that names another is not looked at (documented). */
export function isAddressed(body: string, name: ResponseName): boolean {
  if (Buffer.byteLength(body) > MAX_RESPONSE_BYTES) return true
  const response = readResponse(body)
  // What is no response at all fails its request, and not somebody else's.
  if (!response) return true
  return (
    response.StackId === name.stackId &&
    response.RequestId === name.requestId &&
    response.LogicalResourceId === name.logicalId
  )
}

function failure(reason: string): Verdict {
  return { kind: 'failure', reason }
}

function readResponse(body: string): JsonObject | undefined {
  try {
    const value = JSON.parse(body) as JsonValue
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isTrue(value: JsonValue | undefined): boolean {
  return value === true || value === 'true'
}
