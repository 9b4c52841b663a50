import { appClientOf } from '../../auth/client-access.ts'
import { answerChallenge, beginSignIn } from '../../auth/sign-in.ts'
import { operation } from '../../deps.ts'
import { requireClient, requirePool } from '../../repository.ts'

export const initiateAuth = operation('InitiateAuth', async (input, deps, ctx) => {
  const at = await appClientOf(ctx, input.ClientId)
  const attempt = { deps, ...at, reader: ctx.reader, transact: ctx.transact, validationData: input.ClientMetadata }
  return beginSignIn(attempt, input, false)
})

export const respondToAuthChallenge = operation('RespondToAuthChallenge', async (input, deps, ctx) => {
  const at = await appClientOf(ctx, input.ClientId)
  const attempt = { deps, ...at, reader: ctx.reader, transact: ctx.transact, metadata: input.ClientMetadata }
  return answerChallenge(attempt, input)
})

export const adminInitiateAuth = operation('AdminInitiateAuth', async (input, deps, ctx) => {
  const { place, reader, transact } = ctx
  const pool = await requirePool(reader, place, input.UserPoolId)
  const client = await requireClient(reader, place, pool.id, input.ClientId)
  const attempt = { deps, place, pool, client, reader, transact, validationData: input.ClientMetadata }
  return beginSignIn(attempt, input, true)
})

export const adminRespondToAuthChallenge = operation('AdminRespondToAuthChallenge', async (input, deps, ctx) => {
  const { place, reader, transact } = ctx
  const pool = await requirePool(reader, place, input.UserPoolId)
  const client = await requireClient(reader, place, pool.id, input.ClientId)
  return answerChallenge({ deps, place, pool, client, reader, transact, metadata: input.ClientMetadata }, input)
})
