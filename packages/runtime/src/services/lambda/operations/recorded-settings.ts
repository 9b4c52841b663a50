import type { GetFunctionCodeSigningConfigResponse } from '../../../generated/lambda.ts'
import { operation } from '../deps.ts'
import { functionArn, functionReference } from '../names.ts'
import { functions, requireFunction } from '../repository.ts'
import { requireVersion } from './get-function.ts'

/* Settings without effect here: runtimes are those of the machine, and nothing detects loops of calls. */

export const putRuntimeManagementConfig = operation('PutRuntimeManagementConfig', async (input, _deps, ctx) => {
  const { place } = ctx
  const { name, qualifier } = functionReference(input.FunctionName, input.Qualifier, place)
  const { UpdateRuntimeOn, RuntimeVersionArn } = input
  await ctx.transact(async (tx) => {
    const { record } = await requireVersion(tx, place, { name, qualifier })
    const runtimeManagement = { UpdateRuntimeOn, ...(RuntimeVersionArn !== undefined && { RuntimeVersionArn }) }
    functions.put(tx, place, name, { ...record, runtimeManagement })
  })
  return { FunctionArn: functionArn(place, name, qualifier), UpdateRuntimeOn, RuntimeVersionArn }
})

export const getRuntimeManagementConfig = operation('GetRuntimeManagementConfig', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  const reference = functionReference(input.FunctionName, input.Qualifier, place)
  const { record } = await requireVersion(reader, place, reference)
  const { UpdateRuntimeOn = 'Auto', RuntimeVersionArn } = record.runtimeManagement ?? {}
  return { FunctionArn: functionArn(place, reference.name, reference.qualifier), UpdateRuntimeOn, RuntimeVersionArn }
})

export const putFunctionRecursionConfig = operation('PutFunctionRecursionConfig', async (input, _deps, ctx) => {
  const { place } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  const recursiveLoop = input.RecursiveLoop
  await ctx.transact(async (tx) => {
    functions.put(tx, place, name, { ...(await requireFunction(tx, place, name)), recursiveLoop })
  })
  return { RecursiveLoop: recursiveLoop }
})

export const getFunctionRecursionConfig = operation('GetFunctionRecursionConfig', async (input, _deps, ctx) => {
  const { name } = functionReference(input.FunctionName, undefined, ctx.place)
  const { recursiveLoop = 'Terminate' } = await requireFunction(ctx.reader, ctx.place, name)
  return { RecursiveLoop: recursiveLoop }
})

/** Tools ask each function for one; none has, and then the answer is empty, whatever the model requires (recorded). */
export const getFunctionCodeSigningConfig = operation('GetFunctionCodeSigningConfig', async (input, _deps, ctx) => {
  const { name } = functionReference(input.FunctionName, undefined, ctx.place)
  await requireFunction(ctx.reader, ctx.place, name)
  return {} as GetFunctionCodeSigningConfigResponse
})
