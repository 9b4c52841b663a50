import { notEmulated } from '../../../kernel/errors.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { parameterNotFound, validationException } from '../errors.ts'
import { filterOf, isBelow } from '../filters.ts'
import { pageRequest } from '../paging.ts'
import { parameters, versions } from '../repository.ts'
import { historyToWire, metadataToWire, parameterToWire } from '../wire.ts'

const PATH_RULES =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". ' +
  'It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following ' +
  'symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, ' +
  'must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.'

const BY_PATH_PAGE = 10
const DESCRIBE_PAGE = 50

export const getParametersByPath = operation('GetParametersByPath', async (input, { vault }, ctx) => {
  if (!/^\/[\w./-]*$/.test(input.Path)) throw validationException(PATH_RULES)
  const passes = filterOf(input.ParameterFilters ?? [], ['Type', 'KeyId'])
  const prefix = input.Path === '/' ? undefined : `${input.Path.replace(/\/$/, '')}/`
  const found = (await parameters.list(ctx.reader, ctx.place, prefix)).filter(
    (parameter) => isBelow(parameter.name, input.Path, input.Recursive ?? false) && passes(parameter),
  )
  const { items, next } = await readPage(
    pageRequest('GetParametersByPath', input, ctx, BY_PATH_PAGE),
    sorted(found, ({ name }) => [name]),
  )
  const reading = { vault, decrypt: input.WithDecryption }
  return { Parameters: items.map(({ arn, latest }) => parameterToWire(arn, latest, reading)), NextToken: next }
})

export const describeParameters = operation('DescribeParameters', async (input, _deps, ctx) => {
  if (input.Shared) throw notEmulated('Parameters shared between accounts')
  if (input.Filters?.length && input.ParameterFilters?.length) {
    throw validationException('You can use either Filters or ParameterFilters in a single request.')
  }
  const filters = input.ParameterFilters ?? input.Filters ?? []
  const passes = filterOf(filters, ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType', 'tag'])
  const found = (await parameters.list(ctx.reader, ctx.place)).filter(passes)
  const { items, next } = await readPage(
    pageRequest('DescribeParameters', input, ctx, DESCRIBE_PAGE),
    sorted(found, ({ name }) => [name]),
  )
  return { Parameters: items.map(metadataToWire), NextToken: next }
})

export const getParameterHistory = operation('GetParameterHistory', async (input, { vault }, ctx) => {
  const parameter = await parameters.findByReference(ctx.reader, ctx.place, input.Name)
  if (!parameter) throw parameterNotFound()
  const all = await versions.list(ctx.reader, ctx.place, parameter.name)
  const { items, next } = await readPage(
    pageRequest('GetParameterHistory', input, ctx, DESCRIBE_PAGE),
    sorted(all, ({ version }) => [version]),
  )
  const reading = { vault, decrypt: input.WithDecryption }
  return { Parameters: items.map((version) => historyToWire(version, reading)), NextToken: next }
})
