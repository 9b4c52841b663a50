import type { WireResponse } from '../kernel/wire.ts'

export function json(status: number, value: unknown): WireResponse {
  return { status, headers: [['Content-Type', 'application/json']], body: `${JSON.stringify(value, undefined, 2)}\n` }
}
