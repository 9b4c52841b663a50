import { Readable } from 'node:stream'
import type { Fetch } from '../runtime/fetch.ts'

/** A request as the AWS SDK for JavaScript (v3) hands it to whoever sends it. */
export interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface SdkResponse {
  readonly statusCode: number
  readonly reason?: string
  readonly headers: Record<string, string>
  readonly body: Readable
}

/**
 * What clients of the SDK take as `requestHandler`: it needs no socket.
 *
 * @example
 * ```ts
 * import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
 *
 * const requestHandler: RequestHandler = aws.clientConfig().requestHandler
 * const s3 = new S3Client({ ...aws.clientConfig(), requestHandler })
 * expect((await s3.send(new ListBucketsCommand({}))).$metadata.httpStatusCode).toBe(200)
 * ```
 */
export interface RequestHandler {
  handle(request: SdkRequest, options?: { readonly abortSignal?: unknown }): Promise<{ response: SdkResponse }>
  destroy(): void
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
}

export function createRequestHandler(fetch: Fetch): RequestHandler {
  return {
    async handle(request, { abortSignal } = {}) {
      const response = await fetch(urlOf(request), {
        method: request.method,
        headers: withoutLength(request.headers),
        body: await bodyOf(request),
        ...(abortSignal instanceof AbortSignal ? { signal: abortSignal } : {}),
      })
      const body = response.body ? Readable.fromWeb(response.body as never) : Readable.from([])
      return { response: { statusCode: response.status, headers: Object.fromEntries(response.headers), body } }
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  }
}

function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const values = value === null ? [undefined] : typeof value === 'string' ? [value] : value
    return values.map((each) => escaped(name) + (each === undefined ? '' : `=${escaped(each)}`))
  })
  const authority = port === undefined ? hostname : `${hostname}:${port}`
  return `${protocol}//${authority}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

/** As the signature has it (RFC 3986). */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** `fetch` counts for itself, and waits for no `100 Continue`. */
function withoutLength(headers: SdkRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['content-length', 'expect'].includes(name.toLowerCase())),
  )
}

async function bodyOf({ body, method }: SdkRequest): Promise<string | Uint8Array | null> {
  if (body === undefined || body === null || method === 'GET' || method === 'HEAD') return null
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  return new Uint8Array(await new Response(body as ReadableStream).arrayBuffer())
}
