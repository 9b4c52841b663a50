import type { HeaderList, WireRequest, WireResponse } from '../kernel/wire.ts'
import { isLoopbackName } from './hosts.ts'

/** Whether a page from this origin (a browser's `Origin` header) may call the control plane and the admin API. */
export type OriginPolicy = (origin: string) => boolean

/** Pages served from this machine may, and those that the user names (`--allow-origin`); `null` and others may not. */
export function createOriginPolicy(allowOrigins: readonly string[] = []): OriginPolicy {
  const allowed = new Set(allowOrigins.map((origin) => origin.toLowerCase()))
  return (origin) => {
    if (allowed.has(origin.toLowerCase()) || allowed.has('*')) return true
    return URL.canParse(origin) && isLoopbackName(new URL(origin).hostname)
  }
}

/** The answer to an allowed page's preflight request (Fetch standard, section 4.8). */
export function preflightAnswer(request: WireRequest, origin: string): WireResponse {
  const wanted = request.headers['access-control-request-headers']
  return {
    status: 204,
    headers: [
      ...corsHeaders(origin),
      ['access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE'],
      ...(wanted ? ([['access-control-allow-headers', wanted]] as const) : []),
      ['access-control-max-age', '600'],
    ],
    body: '',
  }
}

export function withCors(response: WireResponse, origin: string): WireResponse {
  return { ...response, headers: [...response.headers, ...corsHeaders(origin)] }
}

function corsHeaders(origin: string): HeaderList {
  return [
    ['access-control-allow-origin', origin],
    ['access-control-expose-headers', '*'],
    ['vary', 'Origin'],
  ]
}
