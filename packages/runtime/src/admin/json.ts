import type { WireResponse } from '../kernel/wire.ts'

/** What is true now is not tomorrow, and no browser is to take it for a page. */
const HEADERS = [
  ['Content-Type', 'application/json'],
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
] as const

export function json(status: number, value: unknown): WireResponse {
  return { status, headers: HEADERS, body: `${JSON.stringify(value, undefined, 2)}\n` }
}
