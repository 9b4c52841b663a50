import { notEmulated } from '../../../kernel/errors.ts'
import { operation } from '../deps.ts'
import { invalidParameter, invalidRequest } from '../errors.ts'
import { daysAfter } from '../records.ts'
import { Secrets, secretWrites } from '../repository.ts'
import { newSecretArn } from '../secret-id.ts'

const DEFAULT_WINDOW_DAYS = 30

export const deleteSecret = operation('DeleteSecret', async (input, { clock, random }, ctx) => {
  const { SecretId, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: force = false } = input
  if (force && days !== undefined) {
    throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).')
  }
  const now = clock.now()
  return ctx.transact(async (tx) => {
    const secrets = new Secrets(tx, ctx.place, now)
    if (!force) {
      const secret = await secrets.requireUsable(SecretId)
      const goneAt = daysAfter(now, days ?? DEFAULT_WINDOW_DAYS)
      secretWrites.put(tx, ctx.place, { ...secret, deletion: { markedAt: now, goneAt } })
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(goneAt) }
    }
    const secret = await secrets.find(SecretId)
    // Documented: forcing the deletion of what is not there succeeds, as if it had been.
    const arn = secret?.arn ?? (SecretId.startsWith('arn:') ? SecretId : newSecretArn(ctx.place, SecretId, random))
    if (secret) await secretWrites.delete(tx, ctx.place, secret.name)
    return { ARN: arn, Name: secret?.name ?? SecretId, DeletionDate: new Date(now) }
  })
})

export const restoreSecret = operation('RestoreSecret', async ({ SecretId }, { clock }, ctx) => {
  const now = clock.now()
  return ctx.transact(async (tx) => {
    const { deletion, ...secret } = await new Secrets(tx, ctx.place, now).require(SecretId)
    if (deletion) secretWrites.put(tx, ctx.place, { ...secret, changedAt: now })
    return { ARN: secret.arn, Name: secret.name }
  })
})

/** Recorded. There are no functions here that could rotate a secret. */
export const rotateSecret = operation('RotateSecret', async (input, { clock }, ctx) => {
  await new Secrets(ctx.reader, ctx.place, clock.now()).requireUsable(input.SecretId)
  if (input.RotationLambdaARN === undefined) {
    throw invalidRequest('No Lambda rotation function ARN is associated with this secret.')
  }
  throw notEmulated('Rotation of secrets')
})
