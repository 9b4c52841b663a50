import { createHmac } from 'node:crypto'
import { canonicalRequest, sha256 } from './canonical.ts'
import { basicTime } from './signature.ts'

export interface TestKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface Unsigned {
  readonly method?: string
  readonly path: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Headers that sign a request as clients do. */
export function signedHeaders(
  { method = 'GET', path, query = '', headers = {}, body = '' }: Unsigned,
  key: TestKey,
  { at, service = 'execute-api', region = 'eu-west-1' }: { at: number; service?: string; region?: string },
): Record<string, string> {
  const date = basicTime(at)
  const all: Record<string, string> = { ...headers, 'x-amz-date': date }
  if (key.sessionToken !== undefined) all['x-amz-security-token'] = key.sessionToken
  const names = Object.keys(all)
    .map((name) => name.toLowerCase())
    .sort()
  const rawHeaders = Object.entries(all).flat()
  const request = { method, path, query, headers: all, rawHeaders, host: '', body: Buffer.from(body) }
  const scope = [date.slice(0, 8), region, service, 'aws4_request']
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonicalRequest(request, names))].join('\n')
  const hmac = (secret: string | Buffer, data: string) => createHmac('sha256', secret).update(data).digest()
  const signature = hmac(scope.reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`), text).toString('hex')
  const credential = `${key.accessKeyId}/${scope.join('/')}`
  all.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return all
}
