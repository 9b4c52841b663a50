import { notEmulated } from '../../../kernel/errors.ts'
import { operation } from '../deps.ts'
import { nameScheduledForDeletion, noRequestToken, secretExists } from '../errors.ts'
import { CURRENT, type SecretRecord } from '../records.ts'
import { Secrets, secretWrites } from '../repository.ts'
import { checkName, newSecretArn } from '../secret-id.ts'
import { givenValue, sameValue, withVersion } from '../values.ts'
import { checkTags, tagsToRecord } from './tags.ts'

export const createSecret = operation('CreateSecret', async (input, { clock, random, vault }, ctx) => {
  const { place } = ctx
  const { Name: name, ClientRequestToken: token } = input
  checkName(name)
  if (input.AddReplicaRegions?.length) throw notEmulated('Replication of secrets (AddReplicaRegions)')
  if (input.Type !== undefined) throw notEmulated('A managed external secret (Type)')
  if (input.CrossAccountPrimaryARN !== undefined) throw notEmulated('Replication of secrets (CrossAccountPrimaryARN)')
  if (token === undefined) throw noRequestToken()
  const value = givenValue(input, vault)
  const tags = tagsToRecord(input.Tags)
  checkTags(tags)
  const now = clock.now()
  return ctx.transact(async (tx) => {
    const existing = await new Secrets(tx, place, now).findByName(name)
    if (existing?.deletion) throw nameScheduledForDeletion()
    if (existing) {
      // A request that is sent again is answered as before (documented for ClientRequestToken).
      const repeated = value && (await sameValue(tx, place, existing, token, value, vault))
      if (!repeated) throw secretExists(name)
      return { ARN: existing.arn, Name: name, VersionId: token }
    }
    await secretWrites.delete(tx, place, name)
    const secret: SecretRecord = {
      name,
      arn: newSecretArn(place, name, random),
      description: input.Description || undefined,
      kmsKeyId: input.KmsKeyId,
      tags,
      createdAt: now,
      changedAt: now,
      versions: [],
    }
    if (!value) {
      secretWrites.put(tx, place, secret)
      return { ARN: secret.arn, Name: name }
    }
    withVersion(tx, place, secret, { id: token, stages: [CURRENT], value, now })
    return { ARN: secret.arn, Name: name, VersionId: token }
  })
})
