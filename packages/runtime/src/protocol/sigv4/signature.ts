import type { SignedRequest } from '../../kernel/signatures.ts'

/** A signature as a request carries it, taken apart. */
export interface Signature {
  readonly accessKeyId: string
  readonly sessionToken: string | undefined
  /** Day, region, service and `aws4_request`, as they were signed. */
  readonly scope: readonly [day: string, region: string, service: string, terminator: string]
  /** Lower case, in the order of the request. */
  readonly signedHeaders: readonly string[]
  /** `20260102T030405Z` */
  readonly date: string
  readonly signature: string
  /** Seconds after `date`; undefined for one in a header. */
  readonly lifetime: number | undefined
}

export type SignatureFound = Signature | 'none' | { readonly incomplete: string }

const ALGORITHM = 'AWS4-HMAC-SHA256'
const QUERY_PARTS = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']

/** In the header `Authorization`, or in the query of a presigned address (IAM user guide: AWS SigV4 for API requests). */
export function findSignature(request: SignedRequest): SignatureFound {
  const { authorization } = request.headers
  if (authorization?.startsWith(`${ALGORITHM} `)) return fromHeader(authorization, request.headers)
  if (authorization !== undefined || !/(?:^|&)X-Amz-(?:Algorithm|Signature)=/.test(request.query)) return 'none'
  return fromQuery(new URLSearchParams(request.query))
}

function fromHeader(authorization: string, headers: SignedRequest['headers']): SignatureFound {
  const parts = new Map(
    authorization
      .slice(ALGORITHM.length)
      .split(',')
      .map((part): [string, string] => {
        const [name = '', ...value] = part.trim().split('=')
        return [name, value.join('=')]
      }),
  )
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name))
  const texts = missing.map((name) => `Authorization header requires '${name}' parameter.`)
  const date = dateOf(headers['x-amz-date'] ?? headers.date)
  if (date === undefined) {
    texts.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  }
  if (date === undefined || texts.length > 0) return { incomplete: texts.join(' ') }
  return signatureOf({
    credential: parts.get('Credential') ?? '',
    signedHeaders: parts.get('SignedHeaders') ?? '',
    signature: parts.get('Signature') ?? '',
    sessionToken: headers['x-amz-security-token'],
    date,
    lifetime: undefined,
  })
}

/** A week is the longest (documented: same guide). */
const MAX_LIFETIME = 604_800

function fromQuery(query: URLSearchParams): SignatureFound {
  const missing = QUERY_PARTS.filter((name) => !query.get(name))
  if (missing.length > 0) {
    return { incomplete: missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(' ') }
  }
  const lifetime = Number(query.get('X-Amz-Expires') ?? 300)
  const date = dateOf(query.get('X-Amz-Date') ?? '')
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return { incomplete: `Unsupported AWS 'algorithm'.` }
  if (date === undefined || !Number.isInteger(lifetime) || lifetime < 1 || lifetime > MAX_LIFETIME) {
    return { incomplete: "'X-Amz-Date' or 'X-Amz-Expires' cannot be read." }
  }
  return signatureOf({
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    date,
    lifetime,
  })
}

interface Parts extends Pick<Signature, 'date' | 'lifetime' | 'sessionToken' | 'signature'> {
  readonly credential: string
  readonly signedHeaders: string
}

function signatureOf({ credential, signedHeaders, ...rest }: Parts): SignatureFound {
  const scope = credential.split('/')
  const [day = '', region = '', service = '', terminator = ''] = scope.slice(-4)
  const accessKeyId = scope.slice(0, -4).join('/')
  if (!accessKeyId) {
    const example = 'e.g. keyid/date/region/service/term'
    const shown = credential.slice(0, 256)
    return { incomplete: `Credential must have exactly 5 slash-delimited elements, ${example}, got '${shown}'` }
  }
  const names = signedHeaders.toLowerCase().split(';')
  return { ...rest, accessKeyId, scope: [day, region, service, terminator], signedHeaders: names }
}

/** Of `X-Amz-Date`, or of `Date` in its usual form. */
function dateOf(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{8}T\d{6}Z$/.test(text)) return text
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : basicTime(time)
}

/** `20260102T030405Z` */
export function basicTime(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
}

export function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}
