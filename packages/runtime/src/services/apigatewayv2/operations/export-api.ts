import type { HttpApiDefinition } from '../../../gateway/http/definition.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { renderDocument } from '../../../languages/openapi/render-document.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { exportedDocument } from '../export/document.ts'
import { definitionOf } from '../freeze.ts'
import type { ApiRecord } from '../records.ts'
import { definitions, requireApi, requireStage } from '../repository.ts'
import { endpointOf } from '../wire.ts'

/** An API as it is now, or as a stage serves it. The model says what may be asked for; the texts here are inferred. */
export const exportApi = operation('ExportApi', async (input, _deps, ctx) => {
  const { ApiId, ExportVersion = '1.0', IncludeExtensions: withExtensions = true, OutputType, StageName } = input
  if (input.Specification !== 'OAS30') throw badRequest('Invalid specification. Valid options are OAS30')
  if (OutputType !== 'JSON' && OutputType !== 'YAML') {
    throw badRequest('Invalid output type. Valid options are JSON, YAML')
  }
  if (ExportVersion !== '1.0') throw badRequest('Invalid export version. Valid options are 1.0')
  const api = await requireApi(ctx.reader, ctx.place, ApiId)
  const definition = await exportable(api, StageName, ctx)
  const { description, version = versionOf(api) } = definition
  const document = exportedDocument(
    {
      definition,
      api,
      version,
      ...(description === undefined ? {} : { description }),
      endpoint: endpointOf(ctx.place, ApiId),
      basePath: StageName === undefined || StageName === '$default' ? '' : StageName,
    },
    withExtensions,
  )
  return { body: renderDocument(document, OutputType === 'JSON' ? 'json' : 'yaml') }
})

async function exportable(
  api: ApiRecord,
  stageName: string | undefined,
  { place, reader }: CallContext,
): Promise<HttpApiDefinition> {
  if (stageName === undefined) return definitionOf(reader, place, api)
  const { deploymentId } = await requireStage(reader, place, api.apiId, stageName)
  const deployed = deploymentId && (await definitions.find(reader, place, api.apiId, deploymentId))
  if (!deployed) throw badRequest(`Stage ${stageName} has no deployment`)
  return deployed
}

/** An API that has none was made at some time (observed: `2023-04-30 00:45:35UTC`). */
function versionOf({ createdAt }: ApiRecord): string {
  return `${new Date(createdAt).toISOString().slice(0, 19).replace('T', ' ')}UTC`
}
