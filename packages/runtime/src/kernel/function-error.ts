import { isJsonObject } from './json.ts'

/** The message of a function's error, which its runtime has written as JSON; empty where there is none. */
export function errorMessageOf(payload: Buffer): string {
  try {
    const error: unknown = JSON.parse(payload.toString())
    return isJsonObject(error) && typeof error.errorMessage === 'string' ? error.errorMessage : ''
  } catch {
    return ''
  }
}
