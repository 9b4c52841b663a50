import { inTurns } from '../../../kernel/turns.ts'
import { DocumentFault } from '../../../languages/openapi/fault.ts'
import { readDocument } from '../../../languages/openapi/read-document.ts'
import { operation } from '../deps.ts'
import { writeParts } from '../documentation/write-parts.ts'
import { badRequest } from '../errors.ts'
import { describeParts } from '../import/describe-documentation.ts'
import type { DocumentationDescription } from '../import/description.ts'
import { requireApi } from '../repository.ts'

/** Takes the parts of a document's extension, and nothing else of it (documented). */
export const importDocumentationParts = operation('ImportDocumentationParts', async (input, { random }, ctx) => {
  const { restApiId, body, failOnWarnings = false, mode = 'merge' } = input
  const warnings: string[] = []
  const described = await read(body, warnings)
  if (failOnWarnings && warnings.length > 0) {
    throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`)
  }
  const ids = await ctx.transact(async (tx) => {
    await requireApi(tx, ctx.place, restApiId)
    return writeParts(tx, ctx.place, restApiId, described, mode, random)
  })
  return { ids, warnings: warnings.length > 0 ? warnings : undefined }
})

/** Recorded on AWS for what is neither JSON nor YAML. */
async function read(body: Uint8Array, warnings: string[]): Promise<readonly DocumentationDescription[]> {
  try {
    const { root } = await inTurns(readDocument(body))
    return describeParts(root, (text) => void warnings.push(text))
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error
    throw badRequest('Unable to build importer with provided input.')
  }
}
