import { GetClientTokenCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { addClient, createMachineClient, type MachineClient, requestToken } from '../support/machine-client.ts'
import { refusalOf } from '../support/refusal.ts'

const origin = inject('origin')
const ACCOUNT = '555500000067'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)

/** Gives each client the tenant that it names, and refuses one; shows what it was told in a claim. */
const CLAIMS = `exports.handler = async (event) => {
  const { tenant } = event.request.clientMetadata ?? {}
  if (tenant === 'nobody') throw new Error('no such tenant')
  if (tenant === 'broken') return 'not the event'
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: {
      claimsToAddOrOverride: { tenant: tenant ?? 'none', sub: 'forged', told: { ...event, response: {} } },
      scopesToAdd: ['tenant.' + tenant],
      scopesToSuppress: ['orders/write'],
    },
  }
  return event
}`

let client: MachineClient
let functionName: string
beforeAll(async () => {
  functionName = await functions.create(CLAIMS)
  client = await createMachineClient(cognito)
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: client.poolId,
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: functions.arnOf(functionName), LambdaVersion: 'V3_0' },
      },
    }),
  )
})

async function ask(tenant?: string) {
  const form = {
    grant_type: 'client_credentials',
    ...(tenant !== undefined && { aws_client_metadata: JSON.stringify({ tenant }) }),
  }
  const response = await requestToken({ origin, ...client, form })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}

describe('a pool whose function has a say in tokens of machines', () => {
  it('asks nobody who does not let it (cognito-people 10.1)', async () => {
    expect(await ask('blue')).toEqual({
      status: 400,
      body: {
        error: 'invalid_request',
        error_description: 'PreTokenGeneration invocation failed due to error AccessDeniedException.',
      },
    })
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: functionName,
        StatementId: 'pool',
        Action: 'lambda:InvokeFunction',
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: client.poolArn,
      }),
    )
  })

  it('gives out what the function makes of them (cognito 1.1.9, 2.4.3, 2.4.4, 2.4.8, 2.4.10) (lambda 8.5)', async () => {
    const { body } = await ask('blue')
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({
      sub: client.clientId,
      tenant: 'blue',
      scope: 'orders/read tenant.blue',
      told: {
        version: '3',
        triggerSource: 'TokenGeneration_ClientCredentials',
        region: 'us-east-1',
        userPoolId: client.poolId,
        userName: 'ClientCredentials',
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.clientId },
        request: {
          userAttributes: {},
          groupConfiguration: null,
          scopes: ['orders/read', 'orders/write'],
          clientMetadata: { tenant: 'blue' },
        },
      },
    })
  })

  it('gives out nothing where it fails (cognito 1.4x, 11.6)', async () => {
    const refused = (error_description: string) => ({
      status: 400,
      body: { error: 'invalid_request', error_description },
    })
    expect(await ask('nobody')).toEqual(refused('PreTokenGeneration failed with error no such tenant.'))
    expect(await ask('broken')).toEqual(refused('Unrecognizable lambda output'))
  })

  it('asks it for GetClientToken, too (cognito 2.4.11)', async () => {
    const { clientId, clientSecret } = await addClient(cognito, client.poolId, {
      AllowedOAuthFlows: undefined,
      AllowedOAuthFlowsUserPoolClient: undefined,
      ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH' as 'ALLOW_USER_AUTH'],
    })
    const get = (tenant: string) =>
      cognito.send(new GetClientTokenCommand({ ClientId: clientId, Secret: clientSecret, ClientMetadata: { tenant } }))
    const { ClientAuthenticationResult } = await get('green')
    expect(decodeJwt(ClientAuthenticationResult?.AccessToken ?? '')).toMatchObject({ sub: clientId, tenant: 'green' })
    expect(await refusalOf(get('nobody'))).toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error no such tenant.',
    })
  })

  it('refuses the version on a tier that has it not (cognito 2.4.1)', async () => {
    const onLite = new UpdateUserPoolCommand({
      UserPoolId: client.poolId,
      UserPoolTier: 'LITE',
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: functions.arnOf(functionName), LambdaVersion: 'V3_0' },
      },
    })
    expect(await refusalOf(cognito.send(onLite))).toMatchObject({ name: 'FeatureUnavailableInTierException' })
  })
})
