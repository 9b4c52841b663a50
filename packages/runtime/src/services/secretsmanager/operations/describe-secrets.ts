import type { DescribeSecretResponse, SecretListEntry } from '../../../generated/secretsmanager.ts'
import { type SecretRecord, stagesByVersion, tagsToWire } from '../model.ts'
import { Secrets } from '../repository.ts'
import { filterSecrets } from './filter-secrets.ts'
import { operation } from './operation.ts'
import { pageOf } from './page.ts'

const PAGE_SIZE = 100
const DEFAULT_KEY = 'DefaultEncryptionKey'

const dateOf = (timeMs: number | undefined) => (timeMs === undefined ? undefined : new Date(timeMs))

function described(secret: SecretRecord) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    LastChangedDate: dateOf(secret.changedAt),
    LastAccessedDate: dateOf(secret.accessedAt),
    DeletedDate: dateOf(secret.deletion?.markedAt),
    Tags: tagsToWire(secret.tags),
    CreatedDate: dateOf(secret.createdAt),
  } satisfies DescribeSecretResponse & SecretListEntry
}

export const describeSecret = operation('DescribeSecret', async ({ SecretId }, { clock }, ctx) => {
  const secret = await new Secrets(ctx.reader, ctx.place, clock.now()).require(SecretId)
  const stages = stagesByVersion(secret)
  return { ...described(secret), VersionIdsToStages: Object.keys(stages).length > 0 ? stages : undefined }
})

export const listSecrets = operation('ListSecrets', async (input, { clock }, ctx) => {
  const all = await new Secrets(ctx.reader, ctx.place, clock.now()).list()
  const shown = input.IncludePlannedDeletion ? all : all.filter(({ deletion }) => deletion === undefined)
  const sorted = inOrder(filterSecrets(shown, input.Filters ?? []), input.SortBy, input.SortOrder)
  const { page, NextToken } = pageOf(sorted, ({ name }) => name, input, PAGE_SIZE)
  const SecretList = page.map((secret) => ({ ...described(secret), SecretVersionsToStages: stagesByVersion(secret) }))
  return { SecretList, NextToken }
})

/** By the time of creation unless the caller says otherwise; ascending only by name (inferred from recordings). */
function inOrder(secrets: SecretRecord[], by = 'created-date', order = 'asc'): SecretRecord[] {
  const compare = {
    name: (a: SecretRecord, b: SecretRecord) => (a.name < b.name ? -1 : 1),
    'last-changed-date': (a: SecretRecord, b: SecretRecord) => a.changedAt - b.changedAt,
    'last-accessed-date': (a: SecretRecord, b: SecretRecord) => (a.accessedAt ?? 0) - (b.accessedAt ?? 0),
    'created-date': (a: SecretRecord, b: SecretRecord) => a.createdAt - b.createdAt,
  }[by]
  const sorted = compare ? secrets.toSorted(compare) : secrets
  return order === 'desc' ? sorted.toReversed() : sorted
}

export const listSecretVersionIds = operation('ListSecretVersionIds', async (input, { clock }, ctx) => {
  const secret = await new Secrets(ctx.reader, ctx.place, clock.now()).require(input.SecretId)
  const shown = secret.versions.filter(({ stages }) => stages.length > 0 || input.IncludeDeprecated)
  const { page, NextToken } = pageOf(shown, ({ id }) => id, input, PAGE_SIZE)
  const Versions = page.map(({ id, stages, createdAt, accessedAt, kmsKeyId }) => ({
    VersionId: id,
    VersionStages: stages.length > 0 ? stages : undefined,
    LastAccessedDate: dateOf(accessedAt),
    CreatedDate: dateOf(createdAt),
    KmsKeyIds: [kmsKeyId ?? DEFAULT_KEY],
  }))
  return { Versions, NextToken, ARN: secret.arn, Name: secret.name }
})
