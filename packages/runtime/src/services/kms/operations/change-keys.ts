import { operation } from '../deps.ts'
import { validationException } from '../errors.ts'
import { DAY_MS, keyState } from '../records.ts'
import { changeKey } from '../repository.ts'

export const enableKey = operation('EnableKey', async (input, { clock }, ctx) => {
  await changeKey(ctx, input.KeyId, clock, (key) => ({ ...key, enabled: true }))
})

export const disableKey = operation('DisableKey', async (input, { clock }, ctx) => {
  await changeKey(ctx, input.KeyId, clock, (key) => ({ ...key, enabled: false }))
})

export const updateKeyDescription = operation('UpdateKeyDescription', async (input, { clock }, ctx) => {
  await changeKey(ctx, input.KeyId, clock, (key) => ({ ...key, description: input.Description }))
})

const DEFAULT_WINDOW_DAYS = 30

export const scheduleKeyDeletion = operation('ScheduleKeyDeletion', async (input, { clock }, ctx) => {
  const days = input.PendingWindowInDays ?? DEFAULT_WINDOW_DAYS
  if (days < 7 || days > 30) throw validationException('PendingWindowInDays must be between 7 and 30 inclusive.')
  const deletionAt = clock.now() + days * DAY_MS
  const key = await changeKey(ctx, input.KeyId, clock, (before) => ({ ...before, enabled: false, deletionAt }))
  return {
    KeyId: key.arn,
    DeletionDate: new Date(deletionAt),
    KeyState: keyState(key),
    PendingWindowInDays: days,
  }
})

/** A key that was rescued stays disabled until it is enabled again. */
export const cancelKeyDeletion = operation('CancelKeyDeletion', async (input, { clock }, ctx) => {
  const rescue = { pendingDeletion: true }
  const key = await changeKey(ctx, input.KeyId, clock, (before) => ({ ...before, deletionAt: undefined }), rescue)
  return { KeyId: key.arn }
})
