import type { OpenApiDocument } from '../../../languages/openapi/read-document.ts'
import type { Resolve } from '../../../languages/openapi/references.ts'

/** What every part of the import reads from. */
export interface Reading extends OpenApiDocument {
  readonly resolve: Resolve
  /** Adds a warning. */
  readonly warn: (text: string) => void
  /** Adds a piece of information. */
  readonly inform: (text: string) => void
}
