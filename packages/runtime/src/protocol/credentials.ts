import type { WireRequest } from '../kernel/wire.ts'
import { MalformedQuery, parseQuery, type QueryParameters } from './query-parameters.ts'

/** What a request says of who signed it, for which region and service. Signatures are not verified. */
export interface Credentials {
  readonly accessKeyId: string
  readonly sessionToken: string | undefined
  readonly region: string
  /** SigV4's name of the service, as the client wrote it. */
  readonly service: string
}

export type CredentialsFound =
  | { readonly kind: 'signed'; readonly credentials: Credentials }
  | { readonly kind: 'unsigned' }
  /** Meant to be signed, but not readable; `service` where it can be told. */
  | { readonly kind: 'incomplete'; readonly message: string; readonly service: string | undefined }
  /** Signature version 2, which AWS has retired. */
  | { readonly kind: 'retired' }

const SIGV4 = /^AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)\b/
const UNSIGNED: CredentialsFound = { kind: 'unsigned' }
/** AWS shows at most so much of what it could not read. */
const LONGEST_SHOWN = 256

/** Whether a request carries, or tries to carry, a signature. Cheap: every unrouted request is asked. */
export function looksSigned({ headers, query }: Pick<WireRequest, 'headers' | 'query'>): boolean {
  const { authorization = '' } = headers
  return (
    SIGV4.test(authorization) ||
    authorization.startsWith('AWS ') ||
    /(?:^|&)(?:X-Amz-Algorithm|X-Amz-Credential|AWSAccessKeyId)=/i.test(query)
  )
}

/** Signature version 4 in the header or in the query of a presigned URL (IAM user guide, "AWS SigV4 for API requests"). */
export function findCredentials(request: Pick<WireRequest, 'headers' | 'query'>): CredentialsFound {
  const { headers } = request
  const { authorization } = headers
  if (authorization !== undefined && SIGV4.test(authorization)) return fromHeader(authorization, headers)
  if (authorization?.startsWith('AWS ')) return { kind: 'retired' }
  if (!request.query || !looksSigned(request)) return UNSIGNED
  const query = tolerantQuery(request.query)
  if (query?.has('AWSAccessKeyId')) return { kind: 'retired' }
  return query ? fromQuery(query) : UNSIGNED
}

const PARTS = ['Credential', 'Signature', 'SignedHeaders'] as const

function fromHeader(authorization: string, headers: WireRequest['headers']): CredentialsFound {
  const parts = new Map(
    authorization
      .replace(SIGV4, '')
      .split(',')
      .map((part): [string, string] => {
        const equals = part.indexOf('=')
        return equals < 0 ? [part.trim(), ''] : [part.slice(0, equals).trim(), part.slice(equals + 1).trim()]
      }),
  )
  const found = readScope(parts.get('Credential') ?? '', headers['x-amz-security-token'], headers['x-amz-region-set'])
  const missing = PARTS.filter((name) => !parts.get(name))
  if (missing.length === 0) return found
  const message = missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' ')
  return { kind: 'incomplete', message, service: serviceOf(found) }
}

const QUERY_PARTS = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']

function fromQuery(query: QueryParameters): CredentialsFound {
  const found = readScope(
    query.get('X-Amz-Credential') ?? '',
    query.get('X-Amz-Security-Token'),
    query.get('X-Amz-Region-Set'),
  )
  const missing = QUERY_PARTS.filter((name) => !query.get(name))
  if (missing.length === 0) return found
  const message = missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(' ')
  return { kind: 'incomplete', message, service: serviceOf(found) }
}

/** `key/date/region/service/aws4_request`; with signature version 4A the region stands in a list of its own. */
function readScope(scope: string, sessionToken: string | undefined, regionSet: string | undefined): CredentialsFound {
  const parts = scope.split('/')
  const region = parts.length === 4 ? regionSet?.split(',')[0]?.trim() : parts.at(-3)
  const isComplete = parts.length >= 4 && parts.at(-1) === 'aws4_request'
  const service = isComplete ? parts.at(-2) : undefined
  const accessKeyId = parts.slice(0, parts.length === 4 ? -3 : -4).join('/')
  if (!accessKeyId || !service || region === undefined) {
    const example = 'e.g. keyid/date/region/service/term'
    const message = `Credential must have exactly 5 slash-delimited elements, ${example}, got '${scope.slice(0, LONGEST_SHOWN)}'`
    return { kind: 'incomplete', message, service }
  }
  return { kind: 'signed', credentials: { accessKeyId, sessionToken, region, service } }
}

function serviceOf(found: CredentialsFound): string | undefined {
  if (found.kind === 'signed') return found.credentials.service
  return found.kind === 'incomplete' ? found.service : undefined
}

function tolerantQuery(query: string): QueryParameters | undefined {
  try {
    return parseQuery(query)
  } catch (error) {
    if (error instanceof MalformedQuery) return undefined
    throw error
  }
}
