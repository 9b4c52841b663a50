import { operation } from '../deps.ts'
import { requirePool } from '../repository.ts'
import { mfaToWire } from '../wire.ts'

export const getUserPoolMfaConfig = operation('GetUserPoolMfaConfig', async ({ UserPoolId }, _deps, ctx) =>
  mfaToWire(await requirePool(ctx.reader, ctx.place, UserPoolId)),
)
