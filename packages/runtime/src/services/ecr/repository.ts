import { parseArn } from '../../kernel/arn.ts'
import type { CallContext } from '../../kernel/operation.ts'
import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection, type ListOptions } from '../../store/collection.ts'
import { invalidParameter, repositoryNotFound } from './errors.ts'
import type { RepositoryRecord } from './records.ts'

const documents = collection<RepositoryRecord>('ecr/repository')

export const repositories = {
  find: (reader: Reader, place: Place, name: string) => documents.find(reader, place, name),
  list: (reader: Reader, place: Place, range: Pick<ListOptions, 'after' | 'limit'>) =>
    documents.list(reader, place, range),
  put: (tx: Transaction, place: Place, value: RepositoryRecord) => documents.put(tx, place, value.name, value),
  delete: (tx: Transaction, place: Place, name: string) => documents.delete(tx, place, name),

  /** `registryId` names an account; only the caller's own registry exists for it. */
  async require(reader: Reader, place: Place, name: string, registryId?: string): Promise<RepositoryRecord> {
    const own = registryId === undefined || registryId === place.account
    const found = own ? await documents.find(reader, place, name) : undefined
    if (!found) throw repositoryNotFound(name, registryId ?? place.account)
    return found
  },

  async requireByArn(reader: Reader, place: Place, arn: string): Promise<RepositoryRecord> {
    const parsed = parseArn(arn)
    const name = parsed?.service === 'ecr' ? /^repository\/(.+)$/.exec(parsed.resource)?.[1] : undefined
    if (!name) {
      throw invalidParameter(`Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'`)
    }
    const found = await documents.find(reader, place, name)
    if (found?.arn !== arn) throw repositoryNotFound(name, parsed?.account ?? place.account)
    return found
  },
}

interface Named {
  readonly repositoryName: string
  readonly registryId?: string
}

/** Reads, changes and writes one repository in a transaction, and gives back what was and what is. */
export function changeRepository(
  ctx: CallContext,
  input: Named,
  change: (repository: RepositoryRecord) => RepositoryRecord,
): Promise<{ before: RepositoryRecord; after: RepositoryRecord }> {
  return ctx.transact(async (tx) => {
    const before = await repositories.require(tx, ctx.place, input.repositoryName, input.registryId)
    const after = change(before)
    repositories.put(tx, ctx.place, after)
    return { before, after }
  })
}
