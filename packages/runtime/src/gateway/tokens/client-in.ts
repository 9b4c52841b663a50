import type { JsonObject } from '../../kernel/json.ts'

/** The client that a token was issued to: ID tokens name it as their audience. */
export function clientIn({ client_id: client, aud }: JsonObject): string | undefined {
  const named = client ?? aud
  return typeof named === 'string' ? named : undefined
}
