import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { Signer } from '../../../kernel/signatures.ts'

/** Who calls, as an authorizer has found out: how events and `$context` tell of that. */
export interface Caller {
  /** `requestContext.authorizer` of the format 2.0. */
  event2(): JsonObject
  /** Of the format 1.0; undefined where it stands elsewhere. */
  event1(): JsonObject | undefined
  /** `$context.authorizer.{name}`; undefined for what is not there. */
  variable(name: string): JsonValue | undefined
  /** Who has signed, where the route asks for that. */
  readonly signer?: Signer
}
