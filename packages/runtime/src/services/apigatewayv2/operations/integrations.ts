import { editApi } from '../deploy.ts'
import { operation } from '../deps.ts'
import { badRequest, conflict } from '../errors.ts'
import { partId } from '../ids.ts'
import { checkIntegration, isProxy, MAX_TIMEOUT_MS, refuseIntegrationMembers } from '../integration-rules.ts'
import { pageOfParts } from '../paging.ts'
import { patched, patchedMap, patchedStrings } from '../patch.ts'
import type { IntegrationRecord } from '../records.ts'
import { integrations, requireIntegration, routes } from '../repository.ts'
import { integrationIdOf } from '../route-rules.ts'
import { integrationToWire } from '../wire.ts'

export const createIntegration = operation('CreateIntegration', async (input, deps, ctx) => {
  const { IntegrationType: integrationType } = input
  isProxy(integrationType)
  refuseIntegrationMembers(input)
  const isFunction = integrationType === 'AWS_PROXY' && !input.IntegrationSubtype
  const record = await editApi(ctx, input.ApiId, deps, async (tx) => {
    const made: IntegrationRecord = {
      integrationId: partId(deps.random),
      integrationType,
      integrationSubtype: input.IntegrationSubtype || undefined,
      // A function is called with POST, whether that is said or not (observed in answers of the AWS CLI).
      integrationMethod: input.IntegrationMethod || (isFunction ? 'POST' : undefined),
      integrationUri: input.IntegrationUri || undefined,
      connectionType: input.ConnectionType ?? 'INTERNET',
      connectionId: input.ConnectionId || undefined,
      credentialsArn: input.CredentialsArn || undefined,
      payloadFormatVersion: versionOf(input.PayloadFormatVersion) ?? '1.0',
      requestParameters: patchedStrings(undefined, input.RequestParameters),
      responseParameters: patchedMap(undefined, input.ResponseParameters, isEmpty),
      timeoutInMillis: input.TimeoutInMillis ?? MAX_TIMEOUT_MS,
      tlsConfig: tlsOf(input.TlsConfig),
      description: input.Description || undefined,
    }
    checkIntegration(made, deps)
    integrations.put(tx, ctx.place, input.ApiId, made.integrationId, made)
    return made
  })
  return integrationToWire(record)
})

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

function versionOf(given: string | undefined): IntegrationRecord['payloadFormatVersion'] | undefined {
  return given as IntegrationRecord['payloadFormatVersion'] | undefined
}

function tlsOf(given: { readonly ServerNameToVerify?: string } | undefined): IntegrationRecord['tlsConfig'] {
  return given?.ServerNameToVerify ? { serverNameToVerify: given.ServerNameToVerify } : undefined
}

function isEmpty(parameters: object): boolean {
  return Object.keys(parameters).length === 0
}
