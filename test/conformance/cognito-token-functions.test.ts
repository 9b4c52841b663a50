import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  InitiateAuthCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { decodeJwt } from 'jose'
import { describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { CALLBACK, signInPlace } from '../support/hosted-pages.ts'
import { PASSWORD, people, refused } from '../support/people.ts'
import { codeAt, postForm } from '../support/sign-in-steps.ts'

const origin = inject('origin')
const ACCOUNT = '555500000086'
const { cognito, lambda } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const { pool, client, user } = people(cognito, origin)

/** Has a function of this code do something for a pool. */
async function use(
  UserPoolId: string,
  code: string,
  config: (arn: string) => UpdateUserPoolCommandInput['LambdaConfig'],
) {
  const name = await functions.create(code)
  const grant = { FunctionName: name, StatementId: 'pool', Action: 'lambda:InvokeFunction' }
  await lambda.send(new AddPermissionCommand({ ...grant, Principal: 'cognito-idp.amazonaws.com' }))
  const LambdaConfig = config(functions.arnOf(name))
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig }))
}

async function signIn(ClientId: string, ClientMetadata?: Record<string, string>) {
  const AuthParameters = { USERNAME: 'ann', PASSWORD }
  const input = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH' as const, AuthParameters, ClientMetadata }
  const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand(input))
  const { AccessToken = '', IdToken = '' } = AuthenticationResult ?? {}
  return { access: decodeJwt(AccessToken), id: decodeJwt(IdToken) }
}

it('a function has to give its event back, of the same user, pool and kind (cognito-people 10.1.3)', async () => {
  const UserPoolId = await pool()
  const { ClientId } = await client(UserPoolId)
  // What the name of somebody says is what the function makes of the event.
  const code = `exports.handler = async (event) => {
    const [what, member] = event.userName.split('-')
    if (what === 'nothing') return undefined
    if (what === 'response') return { response: {} }
    if (what === 'bare') return { ...event, response: undefined }
    if (what === 'other') event[member] = 'other'
    if (what === 'without') delete event[member]
    return { ...event, more: 'is no matter' }
  }`
  await use(UserPoolId, code, (PreSignUp) => ({ PreSignUp }))
  const signUp = (Username: string) =>
    cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes: [] }))
  expect((await signUp('same')).UserSub).toBeTypeOf('string')
  const members = ['version', 'triggerSource', 'region', 'userPoolId', 'userName']
  const broken = members.flatMap((member) => [`other-${member}`, `without-${member}`])
  for (const name of ['nothing', 'response', 'bare', ...broken]) {
    expect([name, await refused(signUp(name))]).toEqual([
      name,
      'InvalidLambdaResponseException: Unrecognizable lambda output',
    ])
  }
})

it('a sign-in on the pages brings no metadata along, as one by the API may not either (cognito-people 10.2.3)', async () => {
  const at = await signInPlace(cognito, origin, { client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] } })
  await user(at.UserPoolId, 'ann')
  const code = `exports.handler = async (event) => {
    const claims = { asked: event.triggerSource, metadata: JSON.stringify(event.request.clientMetadata ?? 'none') }
    event.response.claimsOverrideDetails = { claimsToAddOrOverride: claims }
    return event
  }`
  await use(at.UserPoolId, code, (PreTokenGeneration) => ({ PreTokenGeneration }))
  const asked = await codeAt(at, { clientMetadata: '{"tenant":"blue"}', aws_client_metadata: '{"tenant":"blue"}' })
  const form = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code: asked }
  const { body } = await postForm(at, { ...form, aws_client_metadata: '{"tenant":"blue"}' })
  const none = JSON.stringify('none')
  expect(decodeJwt(body.id_token)).toMatchObject({ asked: 'TokenGeneration_HostedAuth', metadata: none })
  const { id } = await signIn(at.ClientId, { tenant: 'blue' })
  expect(id).toMatchObject({ asked: 'TokenGeneration_Authentication', metadata: none })
})

describe('a function of the first version', () => {
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/override`

  it('writes texts into the ID token alone, and groups into both (cognito-people 10.4.1)', async () => {
    const UserPoolId = await pool()
    const { ClientId } = await client(UserPoolId)
    await user(UserPoolId, 'ann', { email: 'ann@example.com', nickname: 'A' })
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'readers' }))
    const member = { UserPoolId, Username: 'ann', GroupName: 'readers' }
    await cognito.send(new AdminAddUserToGroupCommand(member))
    const code = `exports.handler = async (event) => {
      const given = event.request.groupConfiguration
      event.response.claimsOverrideDetails = {
        claimsToAddOrOverride: { tenant: 'blue', email: 'other@example.com', given: JSON.stringify(given), version: event.version },
        claimsToSuppress: ['nickname'],
        groupOverrideDetails: { groupsToOverride: ['admins'], iamRolesToOverride: ['${ROLE}'], preferredRole: '${ROLE}' },
      }
      return event
    }`
    await use(UserPoolId, code, (PreTokenGeneration) => ({ PreTokenGeneration }))
    const { access, id } = await signIn(ClientId)
    expect(id).toMatchObject({
      tenant: 'blue',
      email: 'other@example.com',
      'cognito:groups': ['admins'],
      'cognito:roles': [ROLE],
      'cognito:preferred_role': ROLE,
    })
    const given = { groupsToOverride: ['readers'], iamRolesToOverride: [], preferredRole: null }
    expect(JSON.parse(String(id.given))).toEqual(given)
    expect(id).not.toHaveProperty('nickname')
    expect(access['cognito:groups']).toEqual(['admins'])
    for (const name of ['tenant', 'email', 'given', 'cognito:roles']) expect(access).not.toHaveProperty([name])
  })

  it('is one for every tier, which the others are not (cognito-people 10.4.3)', async () => {
    const UserPoolId = await pool()
    const PreTokenGenerationConfig = { LambdaArn: functions.arnOf('any') }
    const set = (LambdaVersion: 'V1_0' | 'V2_0' | 'V3_0', UserPoolTier: 'LITE' | 'ESSENTIALS') => {
      const LambdaConfig = { PreTokenGenerationConfig: { ...PreTokenGenerationConfig, LambdaVersion } }
      return cognito.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTier, LambdaConfig }))
    }
    await set('V1_0', 'LITE')
    for (const version of ['V2_0', 'V3_0'] as const) {
      const said = await refused(set(version, 'LITE'))
      expect(said).toMatch(/^FeatureUnavailableInTierException: /)
      expect(said).toContain(`Token Customization with Pre-Token Generation Lambda ${version}`)
    }
  })
})
