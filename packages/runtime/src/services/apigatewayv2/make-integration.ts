import type { CreateIntegrationRequest } from '../../generated/apigatewayv2.ts'
import type { Place } from '../../kernel/place.ts'
import type { Transaction } from '../../kernel/transaction.ts'
import type { HttpApiDeps } from './deps.ts'
import { partId } from './ids.ts'
import { checkIntegration, isProxy, MAX_TIMEOUT_MS, refuseIntegrationMembers } from './integration-rules.ts'
import { patchedMap, patchedStrings } from './patch.ts'
import type { IntegrationRecord } from './records.ts'
import { integrations } from './repository.ts'

export function makeIntegration(
  tx: Transaction,
  place: Place,
  input: CreateIntegrationRequest,
  deps: HttpApiDeps,
): IntegrationRecord {
  const made = integrationFrom(input, partId(deps.random))
  checkIntegration(made, deps)
  integrations.put(tx, place, input.ApiId, made.integrationId, made)
  return made
}

export function integrationFrom(input: CreateIntegrationRequest, integrationId: string): IntegrationRecord {
  const { IntegrationType: integrationType } = input
  isProxy(integrationType)
  refuseIntegrationMembers(input)
  const isFunction = integrationType === 'AWS_PROXY' && !input.IntegrationSubtype
  return {
    integrationId,
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
}

export function versionOf(given: string | undefined): IntegrationRecord['payloadFormatVersion'] | undefined {
  return given as IntegrationRecord['payloadFormatVersion'] | undefined
}

export function tlsOf(given: { readonly ServerNameToVerify?: string } | undefined): IntegrationRecord['tlsConfig'] {
  return given?.ServerNameToVerify ? { serverNameToVerify: given.ServerNameToVerify } : undefined
}

export function isEmpty(parameters: object): boolean {
  return Object.keys(parameters).length === 0
}
