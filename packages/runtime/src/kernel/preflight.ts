import type { WireRequest } from './wire.ts'

/** A browser's question whether its page may ask. It bears neither signature nor token, so it cannot be told by one. */
export function isPreflight({ method, headers }: Pick<WireRequest, 'method' | 'headers'>): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined
}
