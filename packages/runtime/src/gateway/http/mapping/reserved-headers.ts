/**
 * Headers that no mapping may change (documented: http-api-parameter-mapping). A star stands for the rest of a name.
 */
export const RESERVED_HEADERS: readonly string[] = [
  'access-control-*',
  'apigw-*',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-location',
  'forwarded',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailers',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-amz-*',
  'x-amzn-*',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
]

const NAMES: ReadonlySet<string> = new Set(RESERVED_HEADERS)
const PREFIXES = RESERVED_HEADERS.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))

export function isReservedHeader(name: string): boolean {
  const key = name.toLowerCase()
  return NAMES.has(key) || PREFIXES.some((prefix) => key.startsWith(prefix))
}
