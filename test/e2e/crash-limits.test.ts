import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { awsClients } from '../support/clients.ts'
import { PASSWORD, people, refused } from '../support/people.ts'
import { type SallyportProcess, startSallyport } from '../support/sallyport-process.ts'

let dataDir: string
let sallyport: SallyportProcess | undefined
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sallyport-crash-limits-'))
})
afterEach(async () => {
  await sallyport?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start() {
  sallyport = await startSallyport({ dataDir, args: ['--log-level', 'warn'] })
  const { cognito } = awsClients({ origin: sallyport.origin })
  return { cognito, ...people(cognito, sallyport.origin) }
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
  await sallyport?.kill()

  const after = await start()
  expect(await guess(after.cognito, 'ann')).toContain('CodeMismatchException')
  expect(await guess(after.cognito, 'ann')).toContain('LimitExceededException')
  expect(await reset(after.cognito)).toContain('LimitExceededException')
})
