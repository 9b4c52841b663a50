import type { Random } from '../../../kernel/random.ts'
import { DocumentFault } from '../../../languages/openapi/fault.ts'
import { type OpenApiDocument, readDocument } from '../../../languages/openapi/read-document.ts'
import { resolverOf } from '../../../languages/openapi/references.ts'
import { takeApiId } from '../../../store/api-index.ts'
import { operation } from '../deps.ts'
import { endpointOf } from '../endpoint.ts'
import { badRequest } from '../errors.ts'
import { longId, shortId } from '../ids.ts'
import { describe } from '../import/describe.ts'
import type { ApiDescription } from '../import/description.ts'
import { type ImportParameters, readParameters } from '../import/parameters.ts'
import { writeApi } from '../import/write.ts'
import type { RestApiRecord } from '../records.ts'
import { requireApi } from '../repository.ts'
import { restApiToWire } from '../wire.ts'

/** The API has only the models of the document (recorded on AWS). */
export const importRestApi = operation('ImportRestApi', async (input, deps, ctx) => {
  const { clock, random } = deps
  const { endpoint, ...parameters } = readParameters(input.parameters)
  const document = read(input.body)
  return ctx.transact(async (tx) => {
    const id = await takeApiId(tx, random, ctx.place, 'REST')
    const description = described(document, id, parameters, random)
    const blank: RestApiRecord = {
      id,
      name: description.settings.name,
      createdAt: clock.now(),
      binaryMediaTypes: [],
      apiKeySource: 'HEADER',
      ...endpointOf(endpoint),
      disableExecuteApiEndpoint: false,
      rootResourceId: longId(random),
      tags: {},
    }
    const made = await writeApi(tx, blank, description, 'overwrite', deps, ctx)
    return { ...restApiToWire(made, false), warnings: warningsOf(description, input.failOnWarnings) }
  })
})

/** Stages serve what was deployed before, until the next deployment. */
export const putRestApi = operation('PutRestApi', async (input, deps, ctx) => {
  const { restApiId, mode = 'merge' } = input
  if (mode !== 'merge' && mode !== 'overwrite') {
    throw badRequest('Invalid mode specified. Valid options are merge, overwrite')
  }
  const parameters = readParameters(input.parameters)
  // Of a document that is none nobody asks which API it is for (recorded on AWS).
  const document = read(input.body)
  return ctx.transact(async (tx) => {
    const before = await requireApi(tx, ctx.place, restApiId)
    const description = described(document, restApiId, parameters, deps.random)
    const made = await writeApi(tx, before, description, mode, deps, ctx)
    return { ...restApiToWire(made, true), warnings: warningsOf(description, input.failOnWarnings) }
  })
})

function read(body: Uint8Array): OpenApiDocument {
  return withoutFaults(() => readDocument(body))
}

function described(
  document: OpenApiDocument,
  apiId: string,
  { basePath, ignoresDocumentation }: Omit<ImportParameters, 'endpoint'>,
  random: Random,
): ApiDescription {
  const resolve = resolverOf(document.root)
  // AWS's names for what has none look like this (observed: github.com/aws/aws-sdk/issues/468).
  const freshModelName = () => `MODEL${shortId(random)}`
  const found = withoutFaults(() => describe({ ...document, resolve, apiId, freshModelName }, basePath))
  return ignoresDocumentation ? { ...found, documentation: undefined } : found
}

/** The first sentence was recorded on AWS; what is wrong is ours to say. */
function withoutFaults<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error
    throw badRequest(`Invalid OpenAPI input. ${error.message}`.trim())
  }
}

function warningsOf({ warnings }: ApiDescription, failOnWarnings = false): readonly string[] | undefined {
  if (warnings.length === 0) return undefined
  if (failOnWarnings) throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`)
  return warnings
}
