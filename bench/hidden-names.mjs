// Names that nobody has: through a client that hides users, they cost the server what those of users cost.
import { mainThreadSeconds } from './processes.mjs'
import { median, report } from './report.mjs'

const ROUNDS = 7
const IN_A_ROUND = 40

export async function hiddenNames(server) {
  const call = callerOf(server)
  const ClientId = await appOf(call)
  const asks = {
    ForgotPassword: (Username) => call('ForgotPassword', { ClientId, Username }),
    ConfirmForgotPassword: (Username) =>
      call('ConfirmForgotPassword', { ClientId, Username, ConfirmationCode: '000000', Password: 'Harbor-42-Lantern!' }),
    'a sign-in that begins by SRP': (USERNAME) =>
      call('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A: 'abc' } }),
  }
  for (const [name, ask] of Object.entries(asks)) {
    const spent = { user: [], nobody: [] }
    for (let round = 0; round < ROUNDS; round++) {
      // In turn, so that what else the machine does falls on both.
      for (const who of round % 2 ? ['user', 'nobody'] : ['nobody', 'user']) {
        const before = mainThreadSeconds(server.pid)
        for (let i = 0; i < IN_A_ROUND; i++) await ask(`${who}-${round * IN_A_ROUND + i}`)
        spent[who].push(((mainThreadSeconds(server.pid) - before) / IN_A_ROUND) * 1000)
      }
    }
    const [user, nobody] = [median(spent.user), median(spent.nobody)]
    report(
      `${name} for nobody, of one for a user`,
      `x ${(nobody / user).toFixed(2)}`,
      'x 0.85 to 1.15',
      nobody / user >= 0.85 && nobody / user <= 1.15,
      `${nobody.toFixed(2)} ms against ${user.toFixed(2)} ms of the server; medians of ${ROUNDS} rounds in turn`,
    )
  }
}

/** Some users who can recover a password, and a client that hides that they are there. */
async function appOf(call) {
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } }
  const { UserPool } = await call('CreateUserPool', { PoolName: 'hidden', Policies })
  const UserPoolId = UserPool.Id
  for (let i = 0; i < ROUNDS * IN_A_ROUND; i++) {
    const UserAttributes = [
      { Name: 'email', Value: `user-${i}@example.com` },
      { Name: 'email_verified', Value: 'true' },
    ]
    const Username = `user-${i}`
    await call('AdminCreateUser', { UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' })
  }
  const { UserPoolClient } = await call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
  })
  return UserPoolClient.ClientId
}

function callerOf({ origin }) {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0'
  return async (operation, input) => {
    const target = `AWSCognitoIdentityProviderService.${operation}`
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, authorization }
    const response = await fetch(origin, { method: 'POST', headers, body: JSON.stringify(input) })
    return JSON.parse((await response.text()) || '{}')
  }
}
