import { editApi } from '../deploy.ts'
import { operation } from '../deps.ts'
import { badRequest, conflict } from '../errors.ts'
import { checkIntegration, isProxy, refuseIntegrationMembers } from '../integration-rules.ts'
import { isEmpty, makeIntegration, tlsOf, versionOf } from '../make-integration.ts'
import { pageOfParts } from '../paging.ts'
import { patched, patchedMap, patchedStrings } from '../patch.ts'
import type { IntegrationRecord } from '../records.ts'
import { integrations, requireIntegration, routes } from '../repository.ts'
import { integrationIdOf } from '../route-rules.ts'
import { integrationToWire } from '../wire.ts'

export const createIntegration = operation('CreateIntegration', async (input, deps, ctx) =>
  integrationToWire(await editApi(ctx, input.ApiId, deps, async (tx) => makeIntegration(tx, ctx.place, input, deps))),
)

export const getIntegration = operation('GetIntegration', async (input, _deps, ctx) =>
  integrationToWire(await requireIntegration(ctx.reader, ctx.place, input.ApiId, input.IntegrationId)),
)

export const getIntegrations = operation('GetIntegrations', async (input, _deps, ctx) => {
  const idOf = ({ integrationId }: IntegrationRecord) => integrationId
  const { items, next } = await pageOfParts('GetIntegrations', integrations, idOf, input, ctx)
  return { Items: items.map(integrationToWire), NextToken: next }
})

/** An update that leaves the subtype out makes the integration one with a URI (observed: a live comparison in go-to-k/cdkd). */
export const updateIntegration = operation('UpdateIntegration', async (input, deps, ctx) => {
  refuseIntegrationMembers(input)
  const { IntegrationType: integrationType } = input
  if (integrationType !== undefined) isProxy(integrationType)
  const record = await editApi(ctx, input.ApiId, deps, async (tx) => {
    const before = await requireIntegration(tx, ctx.place, input.ApiId, input.IntegrationId)
    const after: IntegrationRecord = {
      ...patched<IntegrationRecord>(before, {
        integrationType,
        integrationSubtype: input.IntegrationSubtype ?? '',
        integrationMethod: input.IntegrationMethod,
        integrationUri: input.IntegrationUri,
        connectionType: input.ConnectionType,
        connectionId: input.ConnectionId,
        credentialsArn: input.CredentialsArn,
        payloadFormatVersion: versionOf(input.PayloadFormatVersion),
        timeoutInMillis: input.TimeoutInMillis,
        tlsConfig: tlsOf(input.TlsConfig),
        description: input.Description,
      }),
      requestParameters: patchedStrings(before.requestParameters, input.RequestParameters),
      responseParameters: patchedMap(before.responseParameters, input.ResponseParameters, isEmpty),
    }
    checkIntegration(after, deps)
    integrations.put(tx, ctx.place, input.ApiId, after.integrationId, after)
    return after
  })
  return integrationToWire(record)
})

/**
 * Refused while a route leads to it (observed: https://github.com/milliHQ/terraform-aws-next-js/issues/247), and where quick
 * create has made it (documented: API reference, Integration; the text is inferred).
 */
export const deleteIntegration = operation('DeleteIntegration', async (input, deps, ctx) => {
  await editApi(ctx, input.ApiId, deps, async (tx) => {
    const { integrationId, apiGatewayManaged } = await requireIntegration(
      tx,
      ctx.place,
      input.ApiId,
      input.IntegrationId,
    )
    if (apiGatewayManaged) throw badRequest('An integration that is managed by API Gateway cannot be deleted')
    const users = (await routes.list(tx, ctx.place, input.ApiId))
      .filter((route) => integrationIdOf(route) === integrationId)
      .map(({ routeId }) => routeId)
    if (users.length > 0) {
      throw conflict(
        `Cannot delete Integration because it is referenced by the following Routes with Ids: [${users.join(', ')}]`,
      )
    }
    integrations.delete(tx, ctx.place, input.ApiId, integrationId)
  })
})
