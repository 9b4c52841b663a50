import { type Place, variablesOf } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import { DocumentFault } from '../../../languages/openapi/fault.ts'
import { type OpenApiDocument, readDocument } from '../../../languages/openapi/read-document.ts'
import { resolverOf } from '../../../languages/openapi/references.ts'
import type { Steps } from '../../../languages/openapi/steps.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import { describe } from './describe.ts'
import type { ApiDescription } from './description.ts'
import type { ImportParameters } from './parameters.ts'

/** A document as it was sent, with the place that it is imported to written into it. */
export function readFor(place: Place, body: Uint8Array): Steps<OpenApiDocument> {
  return withoutFaults(readDocument(body, variablesOf(place)))
}

export function* describedFor(
  apiId: string,
  document: OpenApiDocument,
  { basePath, ignoresDocumentation }: Omit<ImportParameters, 'endpoint'>,
  random: Random,
): Steps<ApiDescription> {
  const resolve = resolverOf(document.root)
  // AWS's names for what has none look like this (observed: github.com/aws/aws-sdk/issues/468).
  const freshModelName = () => `MODEL${shortId(random)}`
  const found = yield* withoutFaults(describe({ ...document, resolve, apiId, freshModelName }, basePath))
  return ignoresDocumentation ? { ...found, documentation: undefined } : found
}

/** The first sentence was recorded on AWS; what is wrong is ours to say. */
function* withoutFaults<T>(work: Steps<T>): Steps<T> {
  try {
    return yield* work
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error
    throw badRequest(`Invalid OpenAPI input. ${error.message}`.trim())
  }
}
