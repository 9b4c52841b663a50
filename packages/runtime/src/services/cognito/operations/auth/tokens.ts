import { AwsError } from '../../../../kernel/errors.ts'
import { signedInWith } from '../../auth/access-token.ts'
import { type AppClient, appClientOf } from '../../auth/client-access.ts'
import { isTracked } from '../../auth/issue-tokens.ts'
import { refreshedResult } from '../../auth/refresh.ts'
import { readRefreshToken } from '../../auth/refresh-token.ts'
import { signOut } from '../../auth/sign-out.ts'
import { familyId, tokenFamilies } from '../../auth/token-families.ts'
import { type CognitoDeps, operation } from '../../deps.ts'
import { notAuthorized } from '../../errors.ts'
import { requirePool } from '../../repository.ts'
import { requireUser } from '../../users/repository.ts'

/** The secret is sent as it is (documented); texts of the refusals inferred from those of `SECRET_HASH`. */
async function checkSecret(
  { realms, clientTokens }: CognitoDeps,
  { pool, client }: AppClient,
  secret: string | undefined,
  refused: (message: string) => AwsError,
): Promise<void> {
  if (client.secrets.length === 0) return
  const snapshot = await (await realms.findRealm(pool.id))?.findClient(client.id)
  if (!snapshot || !secret || !clientTokens.isSecretOf(snapshot, secret)) {
    throw refused(`Unable to verify client secret for client ${client.id}`)
  }
}

export const getTokensFromRefreshToken = operation('GetTokensFromRefreshToken', async (input, deps, ctx) => {
  const at = await appClientOf(ctx, input.ClientId)
  await checkSecret(deps, at, input.ClientSecret, notAuthorized)
  const { DeviceKey: deviceKey, ClientMetadata: metadata } = input
  const request = { deps, ...at, reader: ctx.reader, transact: ctx.transact, deviceKey, metadata }
  return { AuthenticationResult: await refreshedResult(request, input.RefreshToken) }
})

/** Three parts, as access and ID tokens have. */
const JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Texts inferred. */
export const revokeToken = operation('RevokeToken', async ({ Token, ClientId, ClientSecret }, deps, ctx) => {
  const at = await appClientOf(ctx, ClientId)
  await checkSecret(deps, at, ClientSecret, (message) => new AwsError('UnauthorizedException', message))
  if (!isTracked(at.client)) {
    throw new AwsError('UnsupportedOperationException', `Token revocation is not enabled for client ${ClientId}`)
  }
  if (JWS.test(Token)) throw new AwsError('UnsupportedTokenTypeException', 'Unsupported token type')
  const token = readRefreshToken(deps.vault, Token)
  if (token?.clientId === ClientId) {
    await ctx.transact(async (tx) => tokenFamilies.delete(tx, at.place, familyId(token)))
  }
  return {}
})

export const globalSignOut = operation('GlobalSignOut', async ({ AccessToken }, deps, ctx) => {
  const { place, pool, user } = await signedInWith(deps, ctx, AccessToken)
  await ctx.transact(async (tx) => signOut(tx, deps, place, await requireUser(tx, place, pool, user.sub)))
  return {}
})

export const adminUserGlobalSignOut = operation('AdminUserGlobalSignOut', async (input, deps, ctx) => {
  await ctx.transact(async (tx) => {
    const pool = await requirePool(tx, ctx.place, input.UserPoolId)
    await signOut(tx, deps, ctx.place, await requireUser(tx, ctx.place, pool, input.Username))
  })
  return {}
})
