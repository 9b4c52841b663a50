import { badRequest } from './errors.ts'

/**
 * Refuses members that the API reference supports for WebSocket APIs alone. That it is refused, and in which words, is
 * inferred.
 */
export function refuseWebSocketMembers(members: Readonly<Record<string, unknown>>): void {
  const name = Object.keys(members).find((member) => isAsked(members[member]))
  if (name !== undefined) throw badRequest(`${name} is not supported for APIs with a protocol type of HTTP`)
}

/** An empty value asks for nothing. */
function isAsked(value: unknown): boolean {
  if (value === undefined || value === false || value === '') return false
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0
}
