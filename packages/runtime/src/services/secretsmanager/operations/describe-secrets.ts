import type { DescribeSecretResponse, SecretListEntry } from '../../../generated/secretsmanager.ts'
import { type PageSource, readPage, sorted } from '../../../kernel/paging.ts'
import { operation } from '../deps.ts'
import { pageRequest } from '../paging.ts'
import { type SecretRecord, stagesByVersion } from '../records.ts'
import { Secrets } from '../repository.ts'
import { tagsToWire } from '../wire.ts'
import { filterSecrets } from './filter-secrets.ts'

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
  const { items, next } = await readPage(
    pageRequest('ListSecrets', input, ctx, PAGE_SIZE),
    inOrder(filterSecrets(shown, input.Filters ?? []), input.SortBy, input.SortOrder),
  )
  const SecretList = items.map((secret) => ({ ...described(secret), SecretVersionsToStages: stagesByVersion(secret) }))
  return { SecretList, NextToken: next }
})

/** By the time of creation unless the caller says otherwise; ascending only by name (inferred from recordings). */
function inOrder(secrets: SecretRecord[], by = 'created-date', order = 'asc'): PageSource<SecretRecord> {
  const timeOf: ((secret: SecretRecord) => number) | undefined = {
    'last-changed-date': ({ changedAt }: SecretRecord) => changedAt,
    'last-accessed-date': ({ accessedAt }: SecretRecord) => accessedAt ?? 0,
    'created-date': ({ createdAt }: SecretRecord) => createdAt,
  }[by]
  const cursorOf = (secret: SecretRecord) => [timeOf?.(secret) ?? 0, secret.name]
  return sorted(secrets, cursorOf, order === 'desc' ? 'descending' : undefined)
}

export const listSecretVersionIds = operation('ListSecretVersionIds', async (input, { clock }, ctx) => {
  const secret = await new Secrets(ctx.reader, ctx.place, clock.now()).require(input.SecretId)
  const shown = secret.versions.filter(({ stages }) => stages.length > 0 || input.IncludeDeprecated)
  const { items, next } = await readPage(
    pageRequest('ListSecretVersionIds', input, ctx, PAGE_SIZE),
    sorted(shown, ({ createdAt, id }) => [createdAt, id]),
  )
  const Versions = items.map(({ id, stages, createdAt, accessedAt, kmsKeyId }) => ({
    VersionId: id,
    VersionStages: stages.length > 0 ? stages : undefined,
    LastAccessedDate: dateOf(accessedAt),
    CreatedDate: dateOf(createdAt),
    KmsKeyIds: [kmsKeyId ?? DEFAULT_KEY],
  }))
  return { Versions, NextToken: next, ARN: secret.arn, Name: secret.name }
})
