import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { PASSWORD, people, refused } from '../support/people.ts'
import { restartedServer } from '../support/restarted-server.ts'

const startServer = restartedServer()

async function start() {
  const { origin, kill } = await startServer()
  const { cognito } = awsClients({ origin })
  return { cognito, kill, ...people(cognito, origin) }
}

it('a guess that was answered counts after kill -9, of somebody and of nobody', async () => {
  const before = await start()
  const UserPoolId = await before.pool({ AutoVerifiedAttributes: ['email'] })
  const { ClientId } = await before.client(UserPoolId, { PreventUserExistenceErrors: 'ENABLED' })
  const UserAttributes = [{ Name: 'email', Value: 'ann@example.com' }]
  await before.cognito.send(new SignUpCommand({ ClientId, Username: 'ann', Password: PASSWORD, UserAttributes }))
  const [{ code = '' } = {}] = await before.messages(UserPoolId)
  const wrong = code === '000000' ? '111111' : '000000'
  const guess = (of: typeof before.cognito, Username: string) =>
    refused(of.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: wrong })))
  const reset = (of: typeof before.cognito) => {
    const input = { ClientId, Username: 'nobody', ConfirmationCode: wrong, Password: PASSWORD }
    return refused(of.send(new ConfirmForgotPasswordCommand(input)))
  }
  for (let i = 0; i < 14; i++) expect(await guess(before.cognito, 'ann')).toContain('CodeMismatchException')
  for (let i = 0; i < 20; i++) expect(await reset(before.cognito)).toContain('ExpiredCodeException')
  await before.kill()

  const after = await start()
  expect(await guess(after.cognito, 'ann')).toContain('CodeMismatchException')
  expect(await guess(after.cognito, 'ann')).toContain('LimitExceededException')
  expect(await reset(after.cognito)).toContain('LimitExceededException')
})
