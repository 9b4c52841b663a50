import type { FunctionCaller } from '../../../kernel/functions.ts'
import type { Place } from '../../../kernel/place.ts'
import type { ClientTokenRequest, TokenChanges } from '../../../oauth/ports.ts'
import type { UserPoolRecord } from '../records.ts'
import { objectOrNone } from './read-response.ts'
import { runTrigger } from './run-trigger.ts'
import { readAccessToken } from './token-changes.ts'

/**
 * What the function of a pool makes of clients' own tokens. Undefined where none is asked: only version `V3_0` of the
 * trigger is run for machines (documented: user-pool-lambda-pre-token-generation).
 */
export function clientTokenTrigger(
  { id: poolId, settings }: Pick<UserPoolRecord, 'id' | 'settings'>,
  place: Place,
  functions: () => Promise<FunctionCaller>,
): ((asked: ClientTokenRequest) => Promise<TokenChanges | undefined>) | undefined {
  const { LambdaArn, LambdaVersion } = settings.LambdaConfig?.PreTokenGenerationConfig ?? {}
  if (LambdaArn === undefined || LambdaVersion !== 'V3_0') return undefined
  return async ({ clientId, scopes, metadata }) => {
    const response = await runTrigger(await functions(), {
      name: 'PreTokenGeneration',
      functionArn: LambdaArn,
      place,
      poolId,
      clientId,
      userName: 'ClientCredentials',
      version: '3',
      source: 'TokenGeneration_ClientCredentials',
      request: {
        userAttributes: {},
        groupConfiguration: null,
        scopes,
        ...(metadata && { clientMetadata: metadata }),
      },
      response: { claimsAndScopeOverrideDetails: null },
    })
    return readAccessToken(objectOrNone(response.claimsAndScopeOverrideDetails)?.accessTokenGeneration)
  }
}
