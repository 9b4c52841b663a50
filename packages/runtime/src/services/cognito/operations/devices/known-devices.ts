import type { DeviceType } from '../../../../generated/cognito-idp.ts'
import type { CallContext } from '../../../../kernel/operation.ts'
import { pagingOf, readPage, stored } from '../../../../kernel/paging.ts'
import type { Place } from '../../../../kernel/place.ts'
import { endRefreshesOf } from '../../auth/token-families.ts'
import type { CognitoDeps } from '../../deps.ts'
import { deleteDevice, devices, devicesPrefix, putDevice, requireDevice } from '../../devices/repository.ts'
import { deviceToWire } from '../../devices/wire.ts'
import { invalidParameter } from '../../errors.ts'
import type { UserRecord } from '../../users/records.ts'

/** Whose devices they are; people ask for their own, administrators for anybody's. */
export interface Owner {
  readonly place: Place
  readonly user: UserRecord
}

const PAGE_SIZE = 60

const pageRequest = pagingOf({
  token: 'PaginationToken',
  limit: 'Limit',
  refused: () => invalidParameter('Invalid pagination token given.'),
})

const ownerName = ({ username, poolId }: UserRecord) => `${username}.${poolId}`

export async function deviceIn({ reader }: CallContext, { place, user }: Owner, key: string): Promise<DeviceType> {
  return deviceToWire(await requireDevice(reader, place, user, key), place, ownerName(user))
}

export async function devicePage(
  operation: string,
  ctx: CallContext,
  { place, user }: Owner,
  { Limit, PaginationToken }: { readonly Limit?: number; readonly PaginationToken?: string },
) {
  const asked = {
    owner: user.key,
    Limit: Limit || PAGE_SIZE,
    ...(PaginationToken !== undefined && { PaginationToken }),
  }
  const prefix = devicesPrefix(user)
  const { items, next } = await readPage(
    pageRequest(operation, asked, ctx, PAGE_SIZE),
    stored(
      (range) => devices.list(ctx.reader, place, { prefix, ...range }),
      ({ key }) => `${prefix}${key}`,
    ),
  )
  return { Devices: items.map((device) => deviceToWire(device, place, ownerName(user))), PaginationToken: next }
}

export async function forget(ctx: CallContext, { place, user }: Owner, key: string): Promise<void> {
  await ctx.transact(async (tx) => {
    deleteDevice(tx, place, await requireDevice(tx, place, user, key))
    await endRefreshesOf(tx, place, user, key)
  })
}

const STATUSES = ['remembered', 'not_remembered']

/** Left out, the status stays as it is; how another word is refused is inferred, too. */
export async function changeStatus(
  ctx: CallContext,
  { clock }: CognitoDeps,
  { place, user }: Owner,
  key: string,
  status: string | undefined,
): Promise<void> {
  if (status !== undefined && !STATUSES.includes(status)) throw invalidParameter(`Invalid device status ${status}.`)
  await ctx.transact(async (tx) => {
    const device = await requireDevice(tx, place, user, key)
    const remembered = status === undefined ? device.remembered : status === 'remembered'
    putDevice(tx, place, { ...device, remembered, modifiedAt: clock.now() })
  })
}
