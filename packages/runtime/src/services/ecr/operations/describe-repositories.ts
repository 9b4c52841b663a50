import { invalidParameter, repositoryNotFound } from '../errors.ts'
import { toWire } from '../model.ts'
import { repositories } from '../repository.ts'
import { operation } from './operation.ts'

const DEFAULT_PAGE = 100

export const describeRepositories = operation('DescribeRepositories', async (input, _deps, ctx) => {
  const { place, reader } = ctx
  if (input.repositoryNames?.length) {
    const found = []
    for (const name of input.repositoryNames) {
      found.push(toWire(await repositories.require(reader, place, name, input.registryId)))
    }
    return { repositories: found }
  }
  if (input.registryId !== undefined && input.registryId !== place.account) {
    throw repositoryNotFound('*', input.registryId)
  }
  const limit = input.maxResults ?? DEFAULT_PAGE
  const after = input.nextToken === undefined ? undefined : readToken(input.nextToken)
  const page = await repositories.list(reader, place, after, limit + 1)
  const shown = page.slice(0, limit)
  const last = shown.at(-1)
  return {
    repositories: shown.map(toWire),
    nextToken: page.length > limit && last ? Buffer.from(last.name).toString('base64') : undefined,
  }
})

function readToken(token: string): string {
  const name = Buffer.from(token, 'base64').toString('utf8')
  if (Buffer.from(name).toString('base64') !== token) {
    throw invalidParameter(`Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid next token'`)
  }
  return name
}
