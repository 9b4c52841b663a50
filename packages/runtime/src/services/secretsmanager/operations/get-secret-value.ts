import type { GetSecretValueRequest, GetSecretValueResponse } from '../../../generated/secretsmanager.ts'
import { type AwsError, isAwsError } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { readPage, sorted } from '../../../kernel/paging.ts'
import { operation, type SecretsManagerDeps } from '../deps.ts'
import { invalidParameter, invalidRequest, valueNotFound } from '../errors.ts'
import { pageRequest } from '../paging.ts'
import { CURRENT, dayOf, type SecretRecord, type VersionRecord } from '../records.ts'
import { Secrets, secretWrites } from '../repository.ts'
import { versionAt } from '../stages.ts'
import { openValue } from '../values.ts'
import { filterSecrets } from './filter-secrets.ts'

const PAGE_SIZE = 20

type Deps = Pick<SecretsManagerDeps, 'clock' | 'vault'>

export const getSecretValue = operation('GetSecretValue', (input, deps, ctx) => readValue(input, deps, ctx))

async function readValue(
  { SecretId, VersionId, VersionStage }: GetSecretValueRequest,
  { clock, vault }: Deps,
  ctx: CallContext,
): Promise<GetSecretValueResponse> {
  const now = clock.now()
  const secrets = new Secrets(ctx.reader, ctx.place, now)
  const secret = await secrets.requireUsable(SecretId)
  const version = choose(secret, VersionId, VersionStage)
  const value = await secrets.valueOf(secret, version.id)
  if (!value) throw valueNotFound(`VersionId: ${version.id}`)
  await noteReading(secret, version, now, ctx)
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...openValue(value, vault),
    VersionStages: version.stages,
    CreatedDate: new Date(version.createdAt),
  }
}

function choose({ versions }: SecretRecord, id: string | undefined, stage: string | undefined): VersionRecord {
  if (id === undefined) {
    const found = versionAt(versions, stage ?? CURRENT)
    if (!found) throw valueNotFound(`staging label: ${stage ?? CURRENT}`)
    return found
  }
  const found = versions.find((version) => version.id === id)
  if (!found) throw valueNotFound(`VersionId: ${id}`)
  if (stage !== undefined && !found.stages.includes(stage)) {
    throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.')
  }
  return found
}

/** Only the first reading of a day writes: the time of day is not kept. */
async function noteReading(secret: SecretRecord, version: VersionRecord, now: number, ctx: CallContext): Promise<void> {
  const today = dayOf(now)
  if (secret.accessedAt === today && version.accessedAt === today) return
  await ctx.transact(async (tx) => {
    const found = await new Secrets(tx, ctx.place, now).findByName(secret.name)
    if (!found || found.arn !== secret.arn) return
    const versions = found.versions.map((each) => (each.id === version.id ? { ...each, accessedAt: today } : each))
    secretWrites.put(tx, ctx.place, { ...found, accessedAt: today, versions })
  })
}

export const batchGetSecretValue = operation('BatchGetSecretValue', async (input, deps, ctx) => {
  const { SecretIdList, Filters } = input
  if ((SecretIdList === undefined) === (Filters === undefined)) {
    throw invalidParameter('Either SecretIdList or Filters must be provided, but not both.')
  }
  if (SecretIdList && (input.MaxResults !== undefined || input.NextToken !== undefined)) {
    throw invalidParameter('MaxResults and NextToken can only be used with Filters.')
  }
  const { ids, NextToken } = SecretIdList ? { ids: SecretIdList, NextToken: undefined } : await filteredIds()
  const SecretValues: GetSecretValueResponse[] = []
  const Errors: { SecretId: string; ErrorCode: string; Message: string }[] = []
  for (const SecretId of ids) {
    try {
      SecretValues.push(await readValue({ SecretId }, deps, ctx))
    } catch (error) {
      if (!isAwsError(error)) throw error
      Errors.push(entryOf(SecretId, error))
    }
  }
  return { SecretValues, NextToken, Errors }

  async function filteredIds() {
    const all = await new Secrets(ctx.reader, ctx.place, deps.clock.now()).list()
    const usable = all.filter(({ deletion }) => deletion === undefined)
    const fitting = filterSecrets(usable, Filters ?? [])
    const { items, next } = await readPage(
      pageRequest('BatchGetSecretValue', input, ctx, PAGE_SIZE),
      sorted(fitting, ({ name }) => [name]),
    )
    return { ids: items.map(({ arn }) => arn), NextToken: next }
  }
})

function entryOf(SecretId: string, { code, message }: AwsError) {
  return { SecretId, ErrorCode: code, Message: message }
}
