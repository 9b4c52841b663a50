import { SYMMETRIC } from '../algorithms.ts'
import { operation } from '../deps.ts'
import { disabled, unsupported, validationException } from '../errors.ts'
import { DAY_MS, type KeyRecord } from '../records.ts'
import { changeKey, keys } from '../repository.ts'

const DEFAULT_PERIOD_DAYS = 365
const MIN_PERIOD_DAYS = 90
const MAX_PERIOD_DAYS = 2560

/** Recorded: there is no material to rotate. */
export const enableKeyRotation = operation('EnableKeyRotation', async (input, { clock }, ctx) => {
  const periodDays = input.RotationPeriodInDays ?? DEFAULT_PERIOD_DAYS
  if (periodDays < MIN_PERIOD_DAYS || periodDays > MAX_PERIOD_DAYS) {
    throw validationException(`RotationPeriodInDays must be between ${MIN_PERIOD_DAYS} and ${MAX_PERIOD_DAYS}.`)
  }
  await changeKey(ctx, input.KeyId, clock, (key) => {
    requireRotatable(key)
    return { ...key, rotation: { periodDays, since: clock.now() } }
  })
})

export const disableKeyRotation = operation('DisableKeyRotation', async (input, { clock }, ctx) => {
  await changeKey(ctx, input.KeyId, clock, (key) => {
    requireRotatable(key)
    return { ...key, rotation: undefined }
  })
})

export const getKeyRotationStatus = operation('GetKeyRotationStatus', async (input, { clock }, ctx) => {
  const { arn, rotation } = await keys.require(ctx.reader, ctx.place, input.KeyId, clock)
  if (!rotation) return { KeyId: arn, KeyRotationEnabled: false }
  const periodMs = rotation.periodDays * DAY_MS
  const passed = Math.floor((clock.now() - rotation.since) / periodMs)
  return {
    KeyId: arn,
    KeyRotationEnabled: true,
    RotationPeriodInDays: rotation.periodDays,
    NextRotationDate: new Date(rotation.since + (passed + 1) * periodMs),
  }
})

function requireRotatable(key: KeyRecord): void {
  if (key.keySpec !== SYMMETRIC) throw unsupported(`You cannot perform this operation on ${key.keySpec} keys.`)
  if (!key.enabled) throw disabled(key.arn)
}
