import type { HeaderList, WireRequest, WireResponse } from '../kernel/wire.ts'

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
