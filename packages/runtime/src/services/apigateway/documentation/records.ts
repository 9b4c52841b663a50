/** Which entity of an API is documented. Fields that its type does not have are absent, those that it has are filled in. */
export interface DocumentationLocation {
  readonly type: string
  readonly path?: string
  readonly method?: string
  readonly statusCode?: string
  readonly name?: string
}

export interface DocumentationPartRecord {
  readonly id: string
  readonly location: DocumentationLocation
  /** A JSON object as text, as it was given. */
  readonly properties: string
}

/** What its parts were when it was made is a document of its own, so that lists do not read it. */
export interface DocumentationVersionRecord {
  readonly version: string
  readonly description?: string
  readonly createdAt: number
}
