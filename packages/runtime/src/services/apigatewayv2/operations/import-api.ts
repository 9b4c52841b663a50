import type { Api } from '../../../generated/apigatewayv2.ts'
import type { Place } from '../../../kernel/place.ts'
import { inTurns } from '../../../kernel/turns.ts'
import { takeApiId } from '../../../store/api-index.ts'
import { deleteParts } from '../../../store/parts.ts'
import { checkTags } from '../api-rules.ts'
import { editApi } from '../deploy.ts'
import { operation } from '../deps.ts'
import type { HttpApiDescription } from '../import/description.ts'
import { describedFor } from '../import/from-document.ts'
import { writeParts } from '../import/write.ts'
import { importWarnings } from '../import-errors.ts'
import type { ApiRecord } from '../records.ts'
import { apis, authorizers, integrations, routeKeys, routes } from '../repository.ts'
import { apiToWire } from '../wire.ts'

export const importApi = operation('ImportApi', async (input, deps, ctx) => {
  const description = await inTurns(describedFor(ctx.place, input.Body, input.Basepath))
  return ctx.transact(async (tx) => {
    const blank: ApiRecord = {
      apiId: await takeApiId(tx, deps.random, ctx.place, 'HTTP'),
      name: description.settings.name,
      createdAt: deps.clock.now(),
      routeSelectionExpression: '$request.method $request.path',
      apiKeySelectionExpression: '$request.header.x-api-key',
      disableExecuteApiEndpoint: false,
      ipAddressType: 'ipv4',
      tags: {},
    }
    const api = settled(blank, description)
    apis.put(tx, ctx.place, api.apiId, api)
    const warnings = await writeParts(tx, ctx.place, api.apiId, description, deps)
    return answerOf(api, ctx.place, description, warnings, input.FailOnWarnings)
  })
})

/**
 * Replaces an API's routes, integrations and authorizers by those of a document (documented); stages that deploy by
 * themselves serve the result, the others once it is deployed to them.
 */
export const reimportApi = operation('ReimportApi', async (input, deps, ctx) => {
  const description = await inTurns(describedFor(ctx.place, input.Body, input.Basepath))
  return editApi(ctx, input.ApiId, deps, async (tx, before) => {
    const api = settled(before, description)
    apis.put(tx, ctx.place, api.apiId, api)
    await deleteParts(tx, ctx.place, api.apiId, [routes, routeKeys, integrations, authorizers])
    const warnings = await writeParts(tx, ctx.place, api.apiId, description, deps)
    return answerOf(api, ctx.place, description, warnings, input.FailOnWarnings)
  })
})

/**
 * Name, description, version and CORS are the document's, whether it has them or not (observed: Terraform's acceptance tests
 * set them anew after an import). Tags, and the endpoint where the document says nothing of it, stay (inferred).
 */
function settled(before: ApiRecord, { settings }: HttpApiDescription): ApiRecord {
  const tags = { ...before.tags, ...settings.tags }
  checkTags(tags)
  return {
    ...before,
    name: settings.name,
    description: settings.description,
    version: settings.version,
    corsConfiguration: settings.corsConfiguration,
    disableExecuteApiEndpoint: settings.disableExecuteApiEndpoint ?? before.disableExecuteApiEndpoint,
    tags,
  }
}

function answerOf(
  api: ApiRecord,
  place: Place,
  { info }: HttpApiDescription,
  warnings: readonly string[],
  failOnWarnings = false,
): Api {
  if (failOnWarnings && warnings.length > 0) throw importWarnings(warnings)
  return {
    ...apiToWire(api, place),
    ImportInfo: info.length > 0 ? info : undefined,
    Warnings: warnings.length > 0 ? warnings : undefined,
  }
}
