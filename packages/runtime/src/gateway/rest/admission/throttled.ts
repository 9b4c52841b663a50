import { GatewayError } from '../gateway-error.ts'

/** 429 `{"message":"Too Many Requests"}`. `what`: whose limits, for the log. */
export function throttled(what: string): GatewayError {
  return new GatewayError('THROTTLED', `more requests than ${what} allow`)
}
