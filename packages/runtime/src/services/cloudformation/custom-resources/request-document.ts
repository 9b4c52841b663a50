import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { isJsonObject } from '../../../kernel/json.ts'

/** What a request to a custom resource says, besides its properties. */
export interface RequestHead {
  readonly RequestType: 'Create' | 'Update' | 'Delete'
  readonly ServiceToken: string
  readonly ResponseURL: string
  readonly StackId: string
  readonly RequestId: string
  readonly LogicalResourceId: string
  readonly ResourceType: string
  /** Of updates and deletions. */
  readonly PhysicalResourceId?: string
}

/** The event that a function is given (documented: the user guide's reference of custom resource requests). */
export function requestDocument(head: RequestHead, properties: JsonObject, old?: JsonObject): JsonObject {
  return {
    ...head,
    ResourceProperties: inTexts(properties),
    ...(old === undefined ? {} : { OldResourceProperties: inTexts(old) }),
  }
}

/** Scalars arrive as texts; lists and maps stay what they are (documented). Nulls vanish (inferred). */
export function inTexts(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => (value === null ? [] : [[name, inText(value)]])),
  )
}

function inText(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(inText)
  return isJsonObject(value) ? inTexts(value) : String(value)
}
