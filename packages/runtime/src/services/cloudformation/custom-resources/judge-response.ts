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
const NO_DATA = 'Value of property Data must be an object with String (or simple type) properties'

/**
 * Judges the response to a request. The texts are observed: those about the id and the length in many issues (an empty
 * id wins over a failure: aws-cloudformation/custom-resource-helper#67), that of a failure in stack events, of a status
 * in PaloAltoNetworks/aws-elb-autoscaling#23, of data that is no object in gene1wood/cfnlambda#5. What is no JSON object
 * is inferred to be told alike. Members of data may be of any kind (observed: aws/aws-cdk#27626).
 */
export function judgeResponse(body: string, { requestId }: Pick<ResponseName, 'requestId'>): Verdict {
  if (Buffer.byteLength(body) > MAX_RESPONSE_BYTES) return failure('Response object is too long.')
  const response = readResponse(body)
  if (!response) return failure('Invalid Response object: it must be a JSON object')
  const { Status: status, PhysicalResourceId: physicalId, Reason: reason = '', Data: data, NoEcho: noEcho } = response
  if (typeof physicalId !== 'string' || physicalId === '' || Buffer.byteLength(physicalId) > MAX_ID_BYTES) {
    return failure('Invalid PhysicalResourceId')
  }
  if (status !== 'SUCCESS' && status !== 'FAILED') {
    return failure(`Invalid Response object: '${shown(status)}' is not a valid ResponseStatus`)
  }
  if (status === 'SUCCESS') {
    if (!isJsonObject(data ?? {})) return failure(NO_DATA)
    return { kind: 'success', physicalId, data: (data ?? {}) as JsonObject, noEcho: isTrue(noEcho) }
  }
  const text =
    'Received response status [FAILED] from custom resource. ' +
    `Message returned: ${shown(reason)} (RequestId: ${requestId})`
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

function shown(value: JsonValue = null): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isTrue(value: JsonValue | undefined): boolean {
  return value === true || value === 'true'
}
