import type { ExchangeNote, WireResponse } from '../kernel/wire.ts'

/**
 * An answer of the listener itself, in the form of AWS's JSON errors, and of the admin API's: whatever client reads it
 * finds the text.
 */
export function refusal(status: number, type: string, message: string, note?: ExchangeNote): WireResponse {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['x-amzn-errortype', type],
    ],
    body: `${JSON.stringify({ __type: type, message, code: type, error: message })}\n`,
    note,
  }
}

/** Names the host, says what is wrong with it, and how it can be let through. */
export function notEmulatedText(host: string): string {
  return (
    `${host} is not emulated by Sallyport, so it is not reached from here. ` +
    'Start Sallyport with --proxy-passthrough to let such hosts through its proxy.'
  )
}
