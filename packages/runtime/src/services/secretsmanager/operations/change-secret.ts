import { AwsError, notEmulated } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { operation } from '../deps.ts'
import { invalidParameter, noRequestToken, valueNotFound } from '../errors.ts'
import { CURRENT, type SecretRecord } from '../records.ts'
import { Secrets, secretWrites } from '../repository.ts'
import { moveStage } from '../stages.ts'
import { givenValue, type NewVersion, sameValue, withVersion } from '../values.ts'

export const putSecretValue = operation('PutSecretValue', async (input, { clock, vault }, ctx) => {
  const { ClientRequestToken: id, VersionStages: stages = [CURRENT] } = input
  if (input.RotationToken !== undefined) throw notEmulated('Rotation of secrets (RotationToken)')
  if (id === undefined) throw noRequestToken()
  const value = givenValue(input, vault)
  if (!value) throw invalidParameter('You must provide either SecretString or SecretBinary.')
  const now = clock.now()
  return ctx.transact(async (tx) => {
    const secret = await new Secrets(tx, ctx.place, now).requireUsable(input.SecretId)
    const changed = await addVersion(tx, ctx.place, secret, { id, stages, value, now }, vault)
    const VersionStages = changed.versions.find((version) => version.id === id)?.stages
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages }
  })
})

/** A version that is there is left as it is: it cannot be changed, and the same value again is no change (documented). */
async function addVersion(
  tx: Transaction,
  place: Place,
  secret: SecretRecord,
  added: NewVersion,
  vault: Vault,
): Promise<SecretRecord> {
  const same = await sameValue(tx, place, secret, added.id, added.value, vault)
  if (same === undefined) return withVersion(tx, place, secret, added)
  if (same) return secret
  throw new AwsError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${added.id} because that value is already in use for a version of secret ` +
      `${secret.arn}.`,
  )
}

export const updateSecret = operation('UpdateSecret', async (input, { clock, vault }, ctx) => {
  const { ClientRequestToken: id } = input
  if (input.Type !== undefined) throw notEmulated('A managed external secret (Type)')
  if (id === undefined) throw noRequestToken()
  const value = givenValue(input, vault)
  const now = clock.now()
  return ctx.transact(async (tx) => {
    const secret = await new Secrets(tx, ctx.place, now).requireUsable(input.SecretId)
    const described: SecretRecord = {
      ...secret,
      description: (input.Description ?? secret.description) || undefined,
      kmsKeyId: (input.KmsKeyId ?? secret.kmsKeyId) || undefined,
      changedAt: now,
    }
    secretWrites.put(tx, ctx.place, described)
    if (!value) return { ARN: secret.arn, Name: secret.name }
    await addVersion(tx, ctx.place, described, { id, stages: [CURRENT], value, now }, vault)
    return { ARN: secret.arn, Name: secret.name, VersionId: id }
  })
})

export const updateSecretVersionStage = operation('UpdateSecretVersionStage', async (input, { clock }, ctx) => {
  const { VersionStage: stage, RemoveFromVersionId: from, MoveToVersionId: to } = input
  const now = clock.now()
  return ctx.transact(async (tx) => {
    const secret = await new Secrets(tx, ctx.place, now).requireUsable(input.SecretId)
    for (const id of [from, to]) {
      if (id !== undefined && !secret.versions.some((version) => version.id === id)) {
        throw valueNotFound(`VersionId: ${id}`)
      }
    }
    const versions = moveStage(secret.versions, stage, from, to)
    secretWrites.put(tx, ctx.place, { ...secret, changedAt: now, versions })
    return { ARN: secret.arn, Name: secret.name }
  })
})
