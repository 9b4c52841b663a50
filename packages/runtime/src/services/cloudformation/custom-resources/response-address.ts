import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'

/** Where the path form of a response's address begins; the rest of the path is the key that it has on AWS. */
export const CUSTOM_RESOURCE_PATH = '/_aws/custom-resource/'

/** The response that one request to a custom resource is answered with, as its address names it. */
export interface ResponseName {
  readonly place: Place
  readonly stackId: string
  readonly logicalId: string
  readonly requestId: string
}

/**
 * A presigned address of S3 on AWS: `https://cloudformation-custom-resource-response-{region}.s3.{region}.amazonaws.com/`
 * `{stack's ARN}|{logical id}|{request id}?AWSAccessKeyId=…&Expires=…&Signature=…` (documented: the user guide's request
 * of a custom resource). Here it has this server's own origin, which Python finds without a proxy; `src/node-proxy` leads
 * Node there. The same path and query are answered under AWS's host name too.
 */
export function responseAddress(
  origin: string,
  name: Omit<ResponseName, 'place'>,
  presigned: { readonly accessKeyId: string; readonly expires: number; readonly signature: string },
): string {
  const query = new URLSearchParams({
    AWSAccessKeyId: presigned.accessKeyId,
    Expires: String(presigned.expires),
    Signature: presigned.signature,
  })
  return `${origin}${CUSTOM_RESOURCE_PATH}${encodeURIComponent(responseKey(name))}?${query}`
}

/** The key of the object that a response is on AWS. */
export function responseKey({ stackId, logicalId, requestId }: Omit<ResponseName, 'place'>): string {
  return `${stackId}|${logicalId}|${requestId}`
}

/** `key` is percent-encoded, as it is sent. */
export function readResponseKey(key: string): ResponseName | undefined {
  const [stackId, logicalId, requestId, ...rest] = decoded(key)?.split('|') ?? []
  const arn = stackId === undefined ? undefined : parseArn(stackId)
  if (!stackId || !logicalId || !requestId || rest.length > 0) return undefined
  if (arn?.service !== 'cloudformation' || !arn.resource.startsWith('stack/')) return undefined
  return { place: { account: arn.account, region: arn.region }, stackId, logicalId, requestId }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
