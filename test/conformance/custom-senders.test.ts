import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  AdminCreateUserCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms'
import { AddPermissionCommand } from '@aws-sdk/client-lambda'
import { build } from 'esbuild'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { functionsOf } from '../support/functions.ts'
import { PASSWORD, people, refused } from '../support/people.ts'

const origin = inject('origin')
const ACCOUNT = '555500000077'
const { cognito, kms, lambda, logs } = awsClients({ origin, account: ACCOUNT })
const functions = functionsOf(lambda, ACCOUNT)
const { pool, client, user, messages } = people(cognito, origin)

/** As AWS's documentation has it: the official library, with KMS as functions find it. */
const SENDER = `
import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node'
const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT)
export const handler = async (event) => {
  const keyring = new KmsKeyringNode({ keyIds: [process.env.KEY_ARN] })
  const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(event.request.code, 'base64'))
  const { encryptionContext, suiteId, version } = messageHeader
  console.log(JSON.stringify({ event, code: plaintext.toString(), encryptionContext, suiteId, version }))
}`

interface Told {
  readonly event: {
    readonly triggerSource: string
    readonly userName: string
    readonly callerContext: Readonly<Record<string, string>>
    readonly request: Readonly<Record<string, unknown>>
  }
  readonly code: string
  readonly encryptionContext: Readonly<Record<string, string>>
  readonly suiteId: number
  readonly version: number
}

let UserPoolId: string
let ClientId: string
let keyArn: string
let sender: string
const email = (Value: string) => [{ Name: 'email', Value }]

beforeAll(async () => {
  const built = await build({
    stdin: { contents: SENDER, resolveDir: import.meta.dirname, loader: 'js' },
    ...{ bundle: true, minify: true, platform: 'node', target: 'node22', format: 'cjs', write: false },
  })
  keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? ''
  const settings = { Timeout: 30, Environment: { Variables: { KEY_ARN: keyArn } } }
  sender = await functions.create(built.outputFiles[0]?.text ?? '', settings)
  const LambdaArn = functions.arnOf(sender)
  const LambdaConfig = {
    CustomEmailSender: { LambdaArn, LambdaVersion: 'V1_0' as const },
    CustomSMSSender: { LambdaArn, LambdaVersion: 'V1_0' as const },
    KMSKeyID: keyArn,
  }
  UserPoolId = await pool({ AutoVerifiedAttributes: ['email'], LambdaConfig })
  ClientId = (await client(UserPoolId)).ClientId
})

/** What the function has told of, the latest last. */
async function told(): Promise<readonly Told[]> {
  const filter = { logGroupName: `/aws/lambda/${sender}`, filterPattern: '"encryptionContext"' }
  const { events = [] } = await logs.send(new FilterLogEventsCommand(filter)).catch(() => ({ events: [] }))
  return events.map(({ message = '' }) => JSON.parse(message.slice(message.indexOf('{'))) as Told)
}

/** What the function was told for this source, once it has run. */
async function toldOf(source: string, userName: string): Promise<Told> {
  const isThis = ({ event }: Told) => event.triggerSource === source && event.userName === userName
  await expect.poll(async () => (await told()).some(isThis), { timeout: 20_000, interval: 200 }).toBe(true)
  return (await told()).findLast(isThis) as Told
}

const signUp = (Username: string, more = {}) =>
  cognito.send(
    new SignUpCommand({
      ...{ ClientId, Username, Password: PASSWORD, UserAttributes: email(`${Username}@example.com`), ...more },
    }),
  )
const latest = async () => (await messages(UserPoolId)).at(-1)

describe('a pool whose messages a function sends', () => {
  it('may not call what does not let it, and has its user all the same (cognito-people 10.1.4)', async () => {
    expect(await refused(signUp('early'))).toBe(
      'UnexpectedLambdaException: CustomEmailSender invocation failed due to error AccessDeniedException.',
    )
    expect(await refused(signUp('early'))).toContain('UsernameExistsException')
    await lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName: sender, StatementId: 'pool', Action: 'lambda:InvokeFunction' },
        ...{ Principal: 'cognito-idp.amazonaws.com', SourceArn: poolArn() },
      }),
    )
  })

  it('hands over the code, which the AWS Encryption SDK decrypts (cognito-people 10.2.1, 11.4.2)', async () => {
    const { UserSub, CodeDeliveryDetails } = await signUp('ann', { ClientMetadata: { lang: 'de' } })
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL', Destination: 'a***@e***' })
    const { event, code, encryptionContext, suiteId, version } = await toldOf('CustomEmailSender_SignUp', 'ann')
    expect(code).toMatch(/^\d{6}$/)
    expect(await latest()).toMatchObject({ kind: 'SignUp', code, sender: 'CustomEmailSender' })
    expect(event).toEqual({
      version: '1',
      triggerSource: 'CustomEmailSender_SignUp',
      region: 'us-east-1',
      userPoolId: UserPoolId,
      userName: 'ann',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId },
      request: {
        type: 'customEmailSenderRequestV1',
        code: expect.stringMatching(/^AYADe/),
        clientMetadata: { lang: 'de' },
        userAttributes: { sub: UserSub, 'cognito:user_status': 'UNCONFIRMED', email: 'ann@example.com' },
      },
    })
    // Observed: message format 1, AES-256-GCM with HKDF and ECDSA, bound to the pool.
    expect({ suiteId, version }).toEqual({ suiteId: 0x0378, version: 1 })
    expect(encryptionContext).toEqual({
      'aws-crypto-public-key': expect.any(String),
      'userpool-id': UserPoolId,
    })
  })

  it('names what each message is about (cognito-people 10.1.2, 10.2.2)', async () => {
    await cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ann' }))
    expect((await toldOf('CustomEmailSender_ResendCode', 'ann')).event.request.clientMetadata).toBeNull()

    const invited = { UserPoolId, Username: 'ben', UserAttributes: email('ben@example.com') }
    const media = { DesiredDeliveryMediums: ['EMAIL' as const], TemporaryPassword: PASSWORD }
    await cognito.send(new AdminCreateUserCommand({ ...invited, ...media }))
    const invitation = await toldOf('CustomEmailSender_AdminCreateUser', 'ben')
    expect(invitation.code).toBe(PASSWORD)
    expect(invitation.event.callerContext.clientId).toBe('CLIENT_ID_NOT_APPLICABLE')

    await user(UserPoolId, 'cleo', { email: 'cleo@example.com', email_verified: 'true' })
    await cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'cleo' }))
    expect((await toldOf('CustomEmailSender_ForgotPassword', 'cleo')).code).toBe((await latest())?.code)

    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ...{ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'cleo', PASSWORD } },
      }),
    )
    const AccessToken = AuthenticationResult?.AccessToken
    await cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: email('new@example.com') }))
    const changed = await toldOf('CustomEmailSender_UpdateUserAttribute', 'cleo')
    expect(changed.event.request.userAttributes).toMatchObject({ email: 'new@example.com' })
    await cognito.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }))
    await toldOf('CustomEmailSender_VerifyUserAttribute', 'cleo')
  })

  it('sends SMS by the function for them', async () => {
    const phone = [{ Name: 'phone_number', Value: '+15555550100' }]
    const invited = { UserPoolId, Username: 'dora', UserAttributes: phone, TemporaryPassword: PASSWORD }
    await cognito.send(new AdminCreateUserCommand({ ...invited, DesiredDeliveryMediums: ['SMS'] }))
    const { event, code } = await toldOf('CustomSMSSender_AdminCreateUser', 'dora')
    expect(event.request.type).toBe('customSMSSenderRequestV1')
    expect(code).toBe(PASSWORD)
    expect(await latest()).toMatchObject({ medium: 'SMS', sender: 'CustomSMSSender' })
  })

  it('says so where its key cannot be used', async () => {
    await kms.send(new DisableKeyCommand({ KeyId: keyArn }))
    const resent = cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'ann' }))
    expect(await refused(resent)).toContain('CodeDeliveryFailureException: ')
    await kms.send(new EnableKeyCommand({ KeyId: keyArn }))
    const LambdaConfig = { CustomEmailSender: { LambdaArn: functions.arnOf(sender), LambdaVersion: 'V1_0' as const } }
    expect(await refused(cognito.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig })))).toBe(
      'InvalidParameterException: KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.',
    )
  })
})

function poolArn(): string {
  return `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/${UserPoolId}`
}
