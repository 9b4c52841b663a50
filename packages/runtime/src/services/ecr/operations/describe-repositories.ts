import { readPage, stored } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { repositoryNotFound } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import { repositories } from '../repository.ts'
import { repositoryToWire } from '../wire.ts'

const PAGE_SIZE = 100

export const describeRepositories = operation('DescribeRepositories', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  if (input.repositoryNames?.length) {
    const found = []
    for (const name of input.repositoryNames) {
      found.push(repositoryToWire(await repositories.require(reader, place, name, input.registryId)))
    }
    return { repositories: found }
  }
  if (input.registryId !== undefined && input.registryId !== place.account) {
    throw repositoryNotFound('*', input.registryId)
  }
  const { items, next } = await readPage(
    pageRequest('DescribeRepositories', input, ctx, PAGE_SIZE),
    stored(
      (range) => repositories.list(reader, place, range),
      ({ name }) => name,
    ),
  )
  return { repositories: items.map(repositoryToWire), nextToken: next }
})
