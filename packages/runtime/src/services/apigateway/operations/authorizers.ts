import { readPage, stored } from '../../../kernel/paging.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import { checkAuthorizer, isTtl, TTL_PROBLEM } from '../authorizer-rules.ts'
import { operation } from '../deps.ts'
import { badRequest, conflict } from '../errors.ts'
import { shortId } from '../ids.ts'
import { PAGE_SIZE, pageRequest } from '../paging.ts'
import { plainDialect } from '../patch/dialects.ts'
import { applyPatch, type PatchRule } from '../patch/patch.ts'
import { integer, requiredText, text, valueSet } from '../patch/rules.ts'
import type { AuthorizerRecord } from '../records.ts'
import { authorizers, requireApi, requireAuthorizer, resources, restApis } from '../repository.ts'

export const createAuthorizer = operation('CreateAuthorizer', async (input, { checks, random }, ctx) => {
  const { restApiId } = input
  const record: AuthorizerRecord = {
    id: shortId(random),
    name: input.name,
    type: input.type,
    providerARNs: input.providerARNs,
    authType: input.authType ?? (input.type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom'),
    authorizerUri: input.authorizerUri,
    authorizerCredentials: input.authorizerCredentials,
    identitySource: input.identitySource,
    identityValidationExpression: input.identityValidationExpression,
    authorizerResultTtlInSeconds: input.authorizerResultTtlInSeconds,
  }
  checkAuthorizer(record, checks)
  await ctx.transact(async (tx) => {
    // Not the text of a lookup: creating on an unknown API conflicts (recorded on AWS).
    if (!(await restApis.find(tx, ctx.place, restApiId))) {
      throw conflict('Unable to complete operation due to concurrent modification. Please try again later.')
    }
    await checkName(tx, ctx.place, restApiId, record)
    authorizers.put(tx, ctx.place, restApiId, record.id, record)
  })
  return record
})

export const getAuthorizer = operation('GetAuthorizer', async (input, _deps, ctx) =>
  requireAuthorizer(ctx.reader, ctx.place, input.restApiId, input.authorizerId),
)

export const getAuthorizers = operation('GetAuthorizers', async (input, _deps, ctx) => {
  await requireApi(ctx.reader, ctx.place, input.restApiId)
  const { items, next } = await readPage(
    pageRequest('GetAuthorizers', input, ctx, PAGE_SIZE),
    stored(
      (range) => authorizers.list(ctx.reader, ctx.place, input.restApiId, range),
      ({ id }) => id,
    ),
  )
  return { items, position: next }
})

/** Refused while a method refers to it (text observed: github.com/hashicorp/terraform/pull/6731). */
export const deleteAuthorizer = operation('DeleteAuthorizer', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { id, name } = await requireAuthorizer(tx, ctx.place, input.restApiId, input.authorizerId)
    for (const { path, methods } of await resources.list(tx, ctx.place, input.restApiId)) {
      const user = Object.values(methods).find((method) => method.authorizerId === id)
      if (!user) continue
      throw conflict(`Cannot delete authorizer '${name}', is referenced in method: ${user.httpMethod}/${path}`)
    }
    authorizers.delete(tx, ctx.place, input.restApiId, id)
  })
})

export const updateAuthorizer = operation('UpdateAuthorizer', async (input, { checks }, ctx) =>
  ctx.transact(async (tx) => {
    const before = await requireAuthorizer(tx, ctx.place, input.restApiId, input.authorizerId)
    const after = applyPatch(before, input.patchOperations, rules, plainDialect)
    checkAuthorizer(after, checks)
    if (after.name !== before.name) await checkName(tx, ctx.place, input.restApiId, after)
    authorizers.put(tx, ctx.place, input.restApiId, after.id, after)
    return after
  }),
)

const rules: readonly PatchRule<AuthorizerRecord>[] = [
  requiredText('name', 'Authorizer name must be non-empty'),
  requiredText('type', 'Authorizer type must be non-empty'),
  text('authType'),
  text('authorizerUri'),
  text('authorizerCredentials'),
  text('identityValidationExpression'),
  text('identitySource', ['add', 'remove', 'replace']),
  integer('authorizerResultTtlInSeconds', isTtl, TTL_PROBLEM),
  ...valueSet<AuthorizerRecord>('providerARNs'),
]

/** The text was observed (github.com/aws/aws-cdk/issues/20170), the code is inferred. */
async function checkName(tx: Transaction, place: Place, apiId: string, { id, name }: AuthorizerRecord): Promise<void> {
  const others = await authorizers.list(tx, place, apiId)
  if (others.some((other) => other.name === name && other.id !== id)) {
    throw badRequest(`Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`)
  }
}
