import { inTurns } from '../../../kernel/turns.ts'
import { takeApiId } from '../../../store/api-index.ts'
import { operation } from '../deps.ts'
import { endpointOf } from '../endpoint.ts'
import { badRequest } from '../errors.ts'
import { longId } from '../ids.ts'
import type { ApiDescription } from '../import/description.ts'
import { describedFor, readFor } from '../import/from-document.ts'
import { readParameters } from '../import/parameters.ts'
import { writeApi } from '../import/write.ts'
import type { RestApiRecord } from '../records.ts'
import { requireApi } from '../repository.ts'
import { restApiToWire } from '../wire.ts'

/** The API has only the models of the document (recorded on AWS). */
export const importRestApi = operation('ImportRestApi', async (input, deps, ctx) => {
  const { clock, random } = deps
  const { endpoint, ...parameters } = readParameters(input.parameters)
  const document = await inTurns(readFor(ctx.place, input.body))
  return ctx.transact(async (tx) => {
    const id = await takeApiId(tx, random, ctx.place, 'REST')
    const description = await inTurns(describedFor(id, document, parameters, random))
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
  const document = await inTurns(readFor(ctx.place, input.body))
  return ctx.transact(async (tx) => {
    const before = await requireApi(tx, ctx.place, restApiId)
    const description = await inTurns(describedFor(restApiId, document, parameters, deps.random))
    const made = await writeApi(tx, before, description, mode, deps, ctx)
    return { ...restApiToWire(made, true), warnings: warningsOf(description, input.failOnWarnings) }
  })
})

function warningsOf({ warnings }: ApiDescription, failOnWarnings = false): readonly string[] | undefined {
  if (warnings.length === 0) return undefined
  if (failOnWarnings) throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`)
  return warnings
}
