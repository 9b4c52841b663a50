import { isAwsError, NotEmulatedError } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { HttpApiDeps } from '../deps.ts'
import { importError } from '../import-errors.ts'
import { makeAuthorizer } from '../make-authorizer.ts'
import { makeIntegration } from '../make-integration.ts'
import { makeRoute } from '../make-route.ts'
import type { HttpApiDescription, RouteDescription } from './description.ts'

interface Import {
  readonly tx: Transaction
  readonly place: Place
  readonly apiId: string
  readonly deps: HttpApiDeps
  readonly warn: (text: string) => void
}

/**
 * Makes what a document describes of an API that has none of it, by what the operations make it with, and gives the
 * warnings. What cannot be made is left out with one (observed for integrations, in an answer of the AWS CLI to the import of
 * AWS's own example, and for authorizers: https://loige.co/debugging-api-gateway-http-oidc-jwt-authorizer); what is not
 * emulated ends the import.
 */
export async function writeParts(
  tx: Transaction,
  place: Place,
  apiId: string,
  { authorizers, routes, warnings: described }: HttpApiDescription,
  deps: HttpApiDeps,
): Promise<string[]> {
  const warnings = [...described]
  const target: Import = { tx, place, apiId, deps, warn: (text) => void warnings.push(text) }
  const authorizerIds = new Map<string, string>()
  for (const authorizer of authorizers) {
    const make = () => makeAuthorizer(tx, place, { ...authorizer, ApiId: apiId }, deps)
    const made = await orWarning(
      target,
      make,
      (problem) => `Unable to create Authorizer '${authorizer.Name}': ${problem}`,
    )
    if (made) authorizerIds.set(authorizer.Name, made.authorizerId)
  }
  const shared = new Map<string, Promise<string | undefined>>()
  for (const route of routes) await writeRoute(target, route, authorizerIds, shared)
  return warnings
}

async function writeRoute(
  target: Import,
  route: RouteDescription,
  authorizerIds: ReadonlyMap<string, string>,
  shared: Map<string, Promise<string | undefined>>,
): Promise<void> {
  const { tx, place, apiId, deps, warn } = target
  const { authorization, operationName, routeKey } = route
  const { authorizer } = authorization
  const authorizerId = authorizer === undefined ? undefined : authorizerIds.get(authorizer)
  if (authorizer !== undefined && authorizerId === undefined) {
    // A route is missing where its authorizer is (observed, as above; the text is ours).
    warn(`Unable to create route '${routeKey}': there is no Authorizer '${authorizer}'. Ignoring.`)
    return
  }
  const integrationId = await integrationIdFor(target, route, shared)
  const input = {
    ApiId: apiId,
    RouteKey: routeKey,
    OperationName: operationName,
    AuthorizationType: authorization.type,
    AuthorizerId: authorizerId,
    AuthorizationScopes: authorization.scopes,
    Target: integrationId === undefined ? undefined : `integrations/${integrationId}`,
  }
  try {
    await makeRoute(tx, place, input as Parameters<typeof makeRoute>[2], deps)
  } catch (error) {
    if (!isTold(error)) throw error
    throw importError(`Unable to create route '${routeKey}': ${error.message}`)
  }
}

/** A route without one answers with an error, as on AWS. */
async function integrationIdFor(
  target: Import,
  { integration, routeKey }: RouteDescription,
  shared: Map<string, Promise<string | undefined>>,
): Promise<string | undefined> {
  if (!integration) return undefined
  const { described, sharedName } = integration
  const known = sharedName === undefined ? undefined : shared.get(sharedName)
  if (known) return known
  const { tx, place, apiId, deps } = target
  const make = async () => makeIntegration(tx, place, { ...described, ApiId: apiId }, deps).integrationId
  const made = orWarning(target, make, (problem) => {
    const what = `Unable to create integration for resource at path '${routeKey}'`
    return `${what}: ${problem.replace(/\.$/, '')}. Ignoring.`
  })
  if (sharedName !== undefined) shared.set(sharedName, made)
  return made
}

async function orWarning<T>(
  { warn }: Import,
  work: () => Promise<T>,
  warningOf: (problem: string) => string,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!isTold(error)) throw error
    warn(warningOf(error.message))
    return undefined
  }
}

function isTold(error: unknown): error is Error {
  return isAwsError(error) && !(error instanceof NotEmulatedError) && error.fault === 'client'
}
