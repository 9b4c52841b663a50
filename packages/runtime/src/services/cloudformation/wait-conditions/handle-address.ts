import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'

/** Where the path form of a handle's address begins; the rest of the path is the key that it has on AWS. */
export const WAIT_CONDITION_PATH = '/_aws/wait-condition/'

/** A wait condition handle, as its address names it. */
export interface HandleName {
  readonly place: Place
  readonly stackId: string
  readonly logicalId: string
}

/**
 * A presigned address of S3 on AWS: `https://cloudformation-waitcondition-{region}.s3.amazonaws.com/{stack's ARN}/{logical
 * id}?Expires=…&AWSAccessKeyId=…&Signature=…` (documented: the user guide on wait conditions). Here it has this server's
 * own origin, so that `curl` finds it; the same path and query are answered under AWS's host name too.
 */
export function handleAddress(
  origin: string,
  { stackId, logicalId }: Omit<HandleName, 'place'>,
  presigned: { readonly accessKeyId: string; readonly expires: number; readonly signature: string },
): string {
  const query = new URLSearchParams({
    AWSAccessKeyId: presigned.accessKeyId,
    Expires: String(presigned.expires),
    Signature: presigned.signature,
  })
  return `${origin}${WAIT_CONDITION_PATH}${encodeURIComponent(`${stackId}/${logicalId}`)}?${query}`
}

/** `key` is percent-encoded, as it is sent. */
export function readHandleKey(key: string): HandleName | undefined {
  const text = decoded(key)
  const end = text?.lastIndexOf('/') ?? -1
  if (text === undefined || end < 0) return undefined
  const [stackId, logicalId] = [text.slice(0, end), text.slice(end + 1)]
  const arn = parseArn(stackId)
  if (arn?.service !== 'cloudformation' || !arn.resource.startsWith('stack/') || logicalId === '') return undefined
  return { place: { account: arn.account, region: arn.region }, stackId, logicalId }
}

/** Takes an address apart that `Ref` has given. */
export function readHandleAddress(address: string): (HandleName & { readonly signature: string }) | undefined {
  if (!URL.canParse(address)) return undefined
  const { pathname, searchParams } = new URL(address)
  const isPathForm = pathname.startsWith(WAIT_CONDITION_PATH)
  const name = readHandleKey(pathname.slice(isPathForm ? WAIT_CONDITION_PATH.length : 1))
  const signature = searchParams.get('Signature')
  return name && signature ? { ...name, signature } : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
