import type { AliasRoutingConfiguration } from '../../../generated/lambda.ts'
import { uuid } from '../../../kernel/ids.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import { operation } from '../deps.ts'
import {
  aliasNotFound,
  beyondLimits,
  checkRevision,
  conflict,
  functionNotFound,
  invalidParameter,
  notFound,
} from '../errors.ts'
import { functionArn, functionReference, LATEST } from '../names.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import type { AliasRecord } from '../records.ts'
import { aliases, findVersion, provisioned, requireFunction, within } from '../repository.ts'
import { aliasToWire } from '../wire.ts'

export const createAlias = operation('CreateAlias', async (input, { random }, ctx) => {
  const { place } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  const alias: AliasRecord = {
    name: input.Name,
    version: input.FunctionVersion,
    Description: input.Description ?? '',
    ...weightsOf(input.RoutingConfig),
    revisionId: uuid(random),
  }
  await ctx.transact(async (tx) => {
    const arn = functionArn(place, name, alias.name)
    await checkTargets(tx, place, name, alias)
    if (await aliases.find(tx, place, within(name, alias.name))) throw conflict(`Alias already exists: ${arn}`)
    aliases.put(tx, place, within(name, alias.name), alias)
  })
  return aliasToWire(place, name, alias)
})

export const updateAlias = operation('UpdateAlias', async (input, { random }, ctx) => {
  const { place } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  return ctx.transact(async (tx) => {
    const id = within(name, input.Name)
    const before = await aliases.find(tx, place, id)
    if (!before) throw notFound(`Alias not found: ${functionArn(place, name, input.Name)}`)
    checkRevision(input.RevisionId, before.revisionId, 'GetFunction/GetAlias')
    const { weights, ...others } = before
    const kept = input.RoutingConfig ? weightsOf(input.RoutingConfig) : { ...(weights && { weights }) }
    const after: AliasRecord = {
      ...others,
      ...kept,
      version: input.FunctionVersion ?? before.version,
      Description: input.Description ?? before.Description,
      revisionId: uuid(random),
    }
    await checkTargets(tx, place, name, after)
    aliases.put(tx, place, id, after)
    return aliasToWire(place, name, after)
  })
})

export const getAlias = operation('GetAlias', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  const alias = await aliases.find(reader, place, within(name, input.Name))
  if (!alias) throw aliasNotFound(functionArn(place, name, input.Name))
  return aliasToWire(place, name, alias)
})

export const listAliases = operation('ListAliases', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  await requireFunction(reader, place, name)
  const found = await aliases.list(reader, place, { prefix: within(name) })
  const wanted = found.filter(
    ({ version, weights = {} }) =>
      input.FunctionVersion === undefined ||
      version === input.FunctionVersion ||
      Object.hasOwn(weights, input.FunctionVersion),
  )
  const { items, next } = await readPage(
    pageRequest('ListAliases', input, ctx, PAGE_SIZE),
    sorted(wanted, (alias) => [alias.name]),
  )
  return { Aliases: items.map((alias) => aliasToWire(place, name, alias)), NextMarker: next }
})

export const deleteAlias = operation('DeleteAlias', async (input, _deps, ctx) => {
  const { place } = ctx
  const { name } = functionReference(input.FunctionName, undefined, place)
  await ctx.transact(async (tx) => {
    await requireFunction(tx, place, name)
    aliases.delete(tx, place, within(name, input.Name))
    // Recorded.
    provisioned.delete(tx, place, within(name, input.Name))
  })
})

function weightsOf(routing: AliasRoutingConfiguration | undefined): Pick<AliasRecord, 'weights'> {
  const weights = routing?.AdditionalVersionWeights
  return weights && Object.keys(weights).length > 0 ? { weights } : {}
}

/** Texts recorded. */
async function checkTargets(reader: Reader, place: Place, name: string, alias: AliasRecord): Promise<void> {
  const { version, weights = {} } = alias
  const others = Object.keys(weights)
  if (others.length > 1) throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1')
  if (others.includes(version)) {
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    )
  }
  if (others.length > 0 && version === LATEST) {
    throw beyondLimits('$LATEST is not supported for an alias pointing to more than 1 version')
  }
  const record = await requireFunction(reader, place, name, `${name}:${version}`)
  for (const each of [version, ...others]) {
    if (!(await findVersion(reader, place, record, each))) throw functionNotFound(functionArn(place, name, each))
  }
}
