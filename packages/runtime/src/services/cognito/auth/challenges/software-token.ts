import { AwsError } from '../../../../kernel/errors.ts'
import type { CredentialsRecord } from '../../users/records.ts'
import { credentialsOf, putCredentials } from '../../users/repository.ts'
import { required } from '../attempt.ts'
import { closeSession } from '../auth-sessions.ts'
import { decided, granted } from '../complete.ts'
import { userOf } from '../known-user.ts'
import { proveCode } from '../mfa/prove-code.ts'
import { stepOfCode, usedCode } from '../mfa/totp.ts'
import type { Challenge } from './challenge.ts'

/** Texts observed; that of the missing token is inferred. */
const noToken = () => new AwsError('SoftwareTokenMFANotFoundException', 'Software token MFA is not enabled')
const wrongCode = () => new AwsError('CodeMismatchException', 'Invalid code received for user')

export const softwareTokenMfa: Challenge = {
  name: 'SOFTWARE_TOKEN_MFA',
  async answer(attempt, { id, state }, responses) {
    const { deps, place, reader } = attempt
    const code = required(responses, 'SOFTWARE_TOKEN_MFA_CODE')
    const stepOf = ({ totp }: CredentialsRecord) =>
      totp && stepOfCode(deps.vault.open(totp.secret), code, deps.clock.now())
    const asked = await userOf(reader, attempt, state)
    if (!(await credentialsOf(reader, place, asked)).totp) throw noToken()
    await proveCode(attempt, asked, (credentials) => (stepOf(credentials) === undefined ? wrongCode() : undefined))
    return decided(attempt, async (tx) => {
      const user = await userOf(tx, attempt, state)
      const credentials = await credentialsOf(tx, place, user)
      const { totp } = credentials
      const step = stepOf(credentials)
      if (!totp || step === undefined) throw wrongCode()
      if (step <= totp.lastStep) throw usedCode()
      await closeSession(tx, place, id)
      putCredentials(tx, place, user, { ...credentials, totp: { ...totp, lastStep: step } })
      return granted(tx, attempt, user, state.flow)
    })
  },
}
