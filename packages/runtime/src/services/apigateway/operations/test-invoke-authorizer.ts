import { operation } from '../deps.ts'
import { definitionOf } from '../freeze.ts'
import { requireApi, requireAuthorizer } from '../repository.ts'
import { testHeadersOf } from '../test-headers.ts'

/** Asks an authorizer as it is now. That a caller is refused is a result, too. */
export const testInvokeAuthorizer = operation('TestInvokeAuthorizer', async (input, { testAuthorizer }, ctx) => {
  const { restApiId, additionalContext = {}, stageVariables = {} } = input
  const { id } = await requireAuthorizer(ctx.reader, ctx.place, restApiId, input.authorizerId)
  const api = await requireApi(ctx.reader, ctx.place, restApiId)
  const { clientStatus, principalId, policy, context, claims, log, latencyMs } = await testAuthorizer({
    place: ctx.place,
    definition: await definitionOf(ctx.reader, ctx.place, api),
    authorizerId: id,
    pathWithQueryString: input.pathWithQueryString,
    headers: testHeadersOf(input),
    body: input.body ?? '',
    variables: stageVariables,
    context: additionalContext,
    origin: ctx.origin,
  })
  return {
    clientStatus,
    log,
    latency: latencyMs,
    principalId,
    policy,
    authorization: context && listsOf(context),
    claims,
  }
})

/** That it holds what the function has said of the caller, each in a list of its own, is inferred. */
function listsOf(context: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, [value]]))
}
