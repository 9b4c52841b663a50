import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { badRequest } from '../errors.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { listingDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { flag, requiredText } from '../patch/rules.ts'
import type { RequestValidatorRecord } from '../records.ts'
import { requestValidators, requireApi, requireValidator, restApis } from '../repository.ts'

const BLANK_NAME = 'Request Validator name cannot be blank'

export const createRequestValidator = operation('CreateRequestValidator', async (input, { random }, ctx) => {
  const { restApiId } = input
  const record: RequestValidatorRecord = {
    id: shortId(random),
    name: input.name ?? '',
    validateRequestBody: input.validateRequestBody ?? false,
    validateRequestParameters: input.validateRequestParameters ?? false,
  }
  await ctx.transact(async (tx) => {
    // Not the text of a lookup either (recorded on AWS).
    if (!(await restApis.find(tx, ctx.place, restApiId))) throw badRequest('Invalid REST API identifier specified')
    if (record.name === '') throw badRequest(BLANK_NAME)
    requestValidators.put(tx, ctx.place, restApiId, record.id, record)
  })
  return record
})

export const getRequestValidator = operation('GetRequestValidator', async (input, _deps, ctx) =>
  requireValidator(ctx.reader, ctx.place, input.restApiId, input.requestValidatorId),
)

export const getRequestValidators = operation('GetRequestValidators', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const { items, next } = await readPage(
    pageRequest('GetRequestValidators', input, ctx, PAGE_SIZE),
    stored(
      (range) => requestValidators.list(ctx.reader, ctx.place, input.restApiId, range),
      ({ id }) => id,
    ),
  )
  return { items, position: next }
})

export const deleteRequestValidator = operation('DeleteRequestValidator', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { id } = await requireValidator(tx, ctx.place, input.restApiId, input.requestValidatorId)
    requestValidators.delete(tx, ctx.place, input.restApiId, id)
  })
})

const rules: readonly PatchRule<RequestValidatorRecord>[] = [
  requiredText('name', BLANK_NAME),
  flag('validateRequestBody'),
  flag('validateRequestParameters'),
]
const dialect = listingDialect(['/name', '/validateRequestParameters', '/validateRequestBody'])

export const updateRequestValidator = operation('UpdateRequestValidator', async (input, _deps, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireValidator(tx, ctx.place, input.restApiId, input.requestValidatorId)
    const after = applyPatch(before, input.patchOperations, rules, dialect)
    requestValidators.put(tx, ctx.place, input.restApiId, after.id, after)
    return after
  }),
)
