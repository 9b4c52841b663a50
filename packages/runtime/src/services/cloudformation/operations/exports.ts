import { readPage, sorted, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { validationError } from '../errors.ts'
import { importersOf } from '../execute/exports.ts'
import { pageRequest } from '../paging.ts'
import { noExport } from '../plan/lookups.ts'
import { exportedValues } from '../repository.ts'

const EXPORTS_PER_PAGE = 100

export const listExports = operation('ListExports', async (input, { contents }, ctx) => {
  const { items, next } = await readPage(
    pageRequest('ListExports', input, ctx, EXPORTS_PER_PAGE),
    stored(
      (range) => exportedValues.list(ctx.reader, ctx.place, range),
      ({ name }) => name,
    ),
  )
  return {
    Exports: items.map((exported) => ({
      ExportingStackId: exported.stackId,
      Name: exported.name,
      Value: contents.openExport(exported),
    })),
    NextToken: next,
  }
})

export const listImports = operation('ListImports', async (input, _deps, ctx) => {
  const { ExportName } = input
  if (!(await exportedValues.find(ctx.reader, ctx.place, ExportName))) throw noExport(ExportName)
  const users = await importersOf(ctx.reader, ctx.place, ExportName)
  if (users.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`)
  const { items, next } = await readPage(
    pageRequest('ListImports', input, ctx, EXPORTS_PER_PAGE),
    sorted(users, (stackName) => [stackName]),
  )
  return { Imports: items, NextToken: next }
})
