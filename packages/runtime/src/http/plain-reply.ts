import type { WireResponse } from '../kernel/wire.ts'

/** An answer of Sallyport itself, where AWS would not be reached at all: a sentence for the person who reads it. */
export function plainReply(status: number, text: string, reason?: string): WireResponse & { body: string } {
  const headers = [['Content-Type', 'text/plain; charset=utf-8']] as const
  const note = reason === undefined ? undefined : ({ plane: 'admin', requestId: '-', reason } as const)
  return { status, headers, body: text, ...(note ? { note } : {}) }
}
