import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { checkAuthorizer, DEFAULT_TTL_SECONDS } from '../authorizer-rules.ts'
import { editApi } from '../deploy.ts'
import { operation } from '../deps.ts'
import { badRequest, conflict } from '../errors.ts'
import { shortId } from '../ids.ts'
import { pageOfParts } from '../paging.ts'
import { patched } from '../patch.ts'
import type { AuthorizerRecord } from '../records.ts'
import { authorizers, requireAuthorizer, routes } from '../repository.ts'
import { authorizerToWire } from '../wire.ts'

export const createAuthorizer = operation('CreateAuthorizer', async (input, deps, ctx) => {
  const record = await editApi(ctx, input.ApiId, deps, async (tx) => {
    const given = patched<AuthorizerRecord>(
      {
        authorizerId: shortId(deps.random),
        name: input.Name,
        authorizerType: input.AuthorizerType as AuthorizerRecord['authorizerType'],
        identitySource: input.IdentitySource,
      },
      membersOf(input),
    )
    const made = given.authorizerType === 'REQUEST' ? withDefaults(given) : given
    checkAuthorizer(made, deps.checks)
    await checkName(tx, ctx.place, input.ApiId, made)
    authorizers.put(tx, ctx.place, input.ApiId, made.authorizerId, made)
    return made
  })
  return authorizerToWire(record)
})

export const getAuthorizer = operation('GetAuthorizer', async (input, _deps, ctx) =>
  authorizerToWire(await requireAuthorizer(ctx.reader, ctx.place, input.ApiId, input.AuthorizerId)),
)

export const getAuthorizers = operation('GetAuthorizers', async (input, _deps, ctx) => {
  const idOf = ({ authorizerId }: AuthorizerRecord) => authorizerId
  const { items, next } = await pageOfParts('GetAuthorizers', authorizers, idOf, input, ctx)
  return { Items: items.map(authorizerToWire), NextToken: next }
})

export const updateAuthorizer = operation('UpdateAuthorizer', async (input, deps, ctx) => {
  const record = await editApi(ctx, input.ApiId, deps, async (tx) => {
    const before = await requireAuthorizer(tx, ctx.place, input.ApiId, input.AuthorizerId)
    const after = patched<AuthorizerRecord>(before, {
      ...membersOf(input),
      name: input.Name,
      authorizerType: input.AuthorizerType as AuthorizerRecord['authorizerType'] | undefined,
      identitySource: input.IdentitySource,
    })
    checkAuthorizer(after, deps.checks)
    await checkName(tx, ctx.place, input.ApiId, after)
    authorizers.put(tx, ctx.place, input.ApiId, after.authorizerId, after)
    return after
  })
  return authorizerToWire(record)
})

/** Refused while a route asks it (text observed: https://github.com/anomalyco/sst/issues/5586). */
export const deleteAuthorizer = operation('DeleteAuthorizer', async (input, deps, ctx) => {
  await editApi(ctx, input.ApiId, deps, async (tx) => {
    const { authorizerId, name } = await requireAuthorizer(tx, ctx.place, input.ApiId, input.AuthorizerId)
    const user = (await routes.list(tx, ctx.place, input.ApiId)).find((route) => route.authorizerId === authorizerId)
    if (user) throw conflict(`Cannot delete authorizer '${name}', is referenced in route: ${user.routeKey}`)
    authorizers.delete(tx, ctx.place, input.ApiId, authorizerId)
  })
})

interface GivenAuthorizer {
  readonly AuthorizerCredentialsArn?: string
  readonly AuthorizerPayloadFormatVersion?: string
  readonly AuthorizerResultTtlInSeconds?: number
  readonly AuthorizerUri?: string
  readonly EnableSimpleResponses?: boolean
  readonly IdentityValidationExpression?: string
  readonly JwtConfiguration?: { readonly Audience?: readonly string[]; readonly Issuer?: string }
}

function membersOf(given: GivenAuthorizer): Partial<AuthorizerRecord> {
  const { JwtConfiguration: jwt } = given
  return {
    authorizerCredentialsArn: given.AuthorizerCredentialsArn,
    authorizerPayloadFormatVersion:
      given.AuthorizerPayloadFormatVersion as AuthorizerRecord['authorizerPayloadFormatVersion'],
    authorizerResultTtlInSeconds: given.AuthorizerResultTtlInSeconds,
    authorizerUri: given.AuthorizerUri,
    enableSimpleResponses: given.EnableSimpleResponses,
    identityValidationExpression: given.IdentityValidationExpression,
    jwtConfiguration: jwt && { audience: jwt.Audience, issuer: jwt.Issuer },
  }
}

/** Without identity sources there is nothing to keep an answer by. */
function withDefaults(authorizer: AuthorizerRecord): AuthorizerRecord {
  const ttl = authorizer.identitySource.length > 0 ? DEFAULT_TTL_SECONDS : 0
  return { enableSimpleResponses: false, authorizerResultTtlInSeconds: ttl, ...authorizer }
}

/** Observed with this status and text on this service. */
async function checkName(
  tx: Transaction,
  place: Place,
  apiId: string,
  { authorizerId, name }: AuthorizerRecord,
): Promise<void> {
  const others = await authorizers.list(tx, place, apiId)
  if (others.some((other) => other.name === name && other.authorizerId !== authorizerId)) {
    throw badRequest(`Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`)
  }
}
