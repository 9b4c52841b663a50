import { urlSuffixOf } from '../../../kernel/place.ts'
import { renderDocument } from '../../../languages/openapi/render-document.ts'
import { operation } from '../deps.ts'
import { documentationSnapshots } from '../documentation/repository.ts'
import { badRequest, noDeployment } from '../errors.ts'
import type { Dialect } from '../export/dialect.ts'
import { type Exported, exportedDocument } from '../export/document.ts'
import { documentationExtension } from '../export/documentation.ts'
import { oas30 } from '../export/oas30.ts'
import { extensionsFrom, renderingFor } from '../export/options.ts'
import { swagger } from '../export/swagger.ts'
import { definitions, requireApi, requireStage } from '../repository.ts'

const DIALECTS: readonly Dialect[] = [swagger, oas30]

/** A stage as an OpenAPI document: what was deployed to it. */
export const getExport = operation('GetExport', async (input, _deps, ctx) => {
  const { restApiId, stageName, exportType } = input
  const { place, reader } = ctx
  const dialect = DIALECTS.find((known) => known.exportType === exportType)
  // Observed: github.com/getmoto/moto, tests of GetExport.
  if (!dialect) throw badRequest(`No API exporter for type '${exportType}'`)
  const rendering = renderingFor(input.accepts)
  const extensions = extensionsFrom(input.parameters)

  const api = await requireApi(reader, place, restApiId)
  const { deploymentId, documentationVersion } = await requireStage(reader, place, restApiId, stageName)
  const definition = await definitions.find(reader, place, restApiId, deploymentId)
  if (!definition) throw noDeployment()
  const exported: Exported = {
    definition,
    api,
    // An API that has no version was made at some time (recorded on AWS).
    version: definition.version ?? `${new Date(api.createdAt).toISOString().slice(0, 19)}Z`,
    host: `${restApiId}.execute-api.${place.region}.${urlSuffixOf(place.region)}`,
    stageName,
    documentation: extensions.documentation ? await documentationOf(documentationVersion) : undefined,
  }
  return {
    // Whatever was accepted (recorded on AWS for JSON).
    contentType: 'application/octet-stream',
    contentDisposition: `attachment; filename="${exportType}_${inHeader(exported.version)}.${rendering}"`,
    body: renderDocument(exportedDocument(exported, dialect, extensions), rendering),
  }

  async function documentationOf(version: string | undefined) {
    const parts = version && (await documentationSnapshots.find(reader, place, restApiId, version))
    return version && parts ? documentationExtension(version, parts) : undefined
  }
})

/** A version is any text. */
function inHeader(version: string): string {
  return version.replace(/[^\x20-\x7e]|["\\]/g, '_')
}
