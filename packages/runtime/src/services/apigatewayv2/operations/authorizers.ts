import { checkAuthorizer } from '../authorizer-rules.ts'
import { editApi } from '../deploy.ts'
import { operation } from '../deps.ts'
import { conflict } from '../errors.ts'
import { authorizerMembersOf, checkAuthorizerName, makeAuthorizer } from '../make-authorizer.ts'
import { pageOfParts } from '../paging.ts'
import { patched } from '../patch.ts'
import type { AuthorizerRecord } from '../records.ts'
import { authorizers, requireAuthorizer, routes } from '../repository.ts'
import { authorizerToWire } from '../wire.ts'

export const createAuthorizer = operation('CreateAuthorizer', async (input, deps, ctx) =>
  authorizerToWire(await editApi(ctx, input.ApiId, deps, (tx) => makeAuthorizer(tx, ctx.place, input, deps))),
)

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
      ...authorizerMembersOf(input),
      name: input.Name,
      authorizerType: input.AuthorizerType as AuthorizerRecord['authorizerType'] | undefined,
      identitySource: input.IdentitySource,
    })
    checkAuthorizer(after, deps.checks)
    await checkAuthorizerName(tx, ctx.place, input.ApiId, after)
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
