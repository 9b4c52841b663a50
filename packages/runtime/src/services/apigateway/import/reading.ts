import type { OpenApiDocument } from '../../../languages/openapi/read-document.ts'
import type { Resolve } from '../../../languages/openapi/references.ts'

/** What every part of the import reads from. */
export interface Reading extends OpenApiDocument {
  readonly resolve: Resolve
  /** The API that models refer to one another in. */
  readonly apiId: string
  /** A name for a schema that has none. */
  readonly freshModelName: () => string
  /** Adds a warning. */
  readonly warn: (text: string) => void
}
