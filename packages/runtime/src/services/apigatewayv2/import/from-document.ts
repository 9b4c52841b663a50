import { type Place, variablesOf } from '../../../kernel/place.ts'
import { BASE_PATH_MODES, type BasePathMode } from '../../../languages/openapi/base-path.ts'
import { DocumentFault } from '../../../languages/openapi/fault.ts'
import { readDocument } from '../../../languages/openapi/read-document.ts'
import { resolverOf } from '../../../languages/openapi/references.ts'
import type { Steps } from '../../../languages/openapi/steps.ts'
import { badRequest } from '../errors.ts'
import { describe } from './describe.ts'
import type { HttpApiDescription } from './description.ts'

/** Ours, far above AWS's quotas of 300 routes and 10 authorizers. */
const MAX_ROUTES = 10_000
const MAX_AUTHORIZERS = 100

/** What a document that was sent says, once the place that it is imported to is written into it. */
export function* describedFor(place: Place, body: string, basePath: string = 'ignore'): Steps<HttpApiDescription> {
  // The text is that of REST APIs.
  if (!isMode(basePath)) {
    throw badRequest(`Invalid basepath specified. Valid options are ${BASE_PATH_MODES.join(', ')}`)
  }
  try {
    const document = yield* readDocument(Buffer.from(body), variablesOf(place))
    // Documented: http-api-open-api.
    if (document.dialect !== 'oas30') throw new DocumentFault('HTTP APIs are imported from OpenAPI 3.0 only.')
    return withinBounds(yield* describe({ ...document, resolve: resolverOf(document.root) }, basePath))
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error
    // The first sentence is that of REST APIs; what is wrong is ours to say.
    throw badRequest(`Invalid OpenAPI input. ${error.message}`.trim())
  }
}

function withinBounds(description: HttpApiDescription): HttpApiDescription {
  const { authorizers, routes } = description
  if (routes.length > MAX_ROUTES) throw new DocumentFault(`The document has more than ${MAX_ROUTES} routes.`)
  if (authorizers.length > MAX_AUTHORIZERS) {
    throw new DocumentFault(`The document has more than ${MAX_AUTHORIZERS} authorizers.`)
  }
  return description
}

function isMode(text: string): text is BasePathMode {
  return BASE_PATH_MODES.some((mode) => mode === text)
}
