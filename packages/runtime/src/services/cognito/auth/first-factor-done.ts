import type { Transaction } from '../../../kernel/transaction.ts'
import { cipherText } from '../../../kernel/vault.ts'
import type { MessageTransaction } from '../messages/message-transaction.ts'
import { missingAttributes } from '../users/attributes.ts'
import type { CredentialsRecord, MfaMethod, UserRecord } from '../users/records.ts'
import { credentialsOf } from '../users/repository.ts'
import { type Attempt, challenge, type Outcome } from './attempt.ts'
import { readable } from './attribute-rights.ts'
import { type Decision, granted } from './complete.ts'
import { replacesSecondFactor } from './device-factor.ts'
import { secondFactor } from './mfa/factors.ts'
import { askForCode } from './one-time-code.ts'

/** What comes for somebody who has proven who they are: a new password, a second factor, or tokens. */
export async function firstFactorDone(
  tx: MessageTransaction,
  attempt: Attempt,
  user: UserRecord,
  flow: string,
): Promise<Decision> {
  if (user.status === 'FORCE_CHANGE_PASSWORD') return { outcome: await askForPassword(tx, attempt, user, flow) }
  return secondFactorOrTokens(tx, attempt, user, flow)
}

/** Parameters recorded. Which attributes are required goes by the schema; those with a value are left out. */
async function askForPassword(tx: Transaction, attempt: Attempt, user: UserRecord, flow: string): Promise<Outcome> {
  const { pool, client } = attempt
  const missing = missingAttributes(pool.schema, user.attributes)
  const data = { temporary: temporaryIn(await credentialsOf(tx, attempt.place, user)) }
  const state = { challenge: 'NEW_PASSWORD_REQUIRED', userKey: user.key, username: user.username, flow, data }
  return challenge(tx, attempt, state, {
    USER_ID_FOR_SRP: user.username,
    requiredAttributes: JSON.stringify(missing.map((name) => `userAttributes.${name}`)),
    userAttributes: JSON.stringify(readable(client, user.attributes)),
  })
}

/** Which password is to be replaced: once it has been, nobody may do it again. */
export function temporaryIn({ password }: CredentialsRecord): string {
  return password === undefined ? '' : cipherText(password.sealed)
}

export async function secondFactorOrTokens(
  tx: MessageTransaction,
  attempt: Attempt,
  user: UserRecord,
  flow: string,
): Promise<Decision> {
  if (await replacesSecondFactor(tx, attempt, user)) return granted(tx, attempt, user, flow)
  const next = secondFactor(attempt.pool, user, await credentialsOf(tx, attempt.place, user))
  switch (next.kind) {
    case 'none':
      return granted(tx, attempt, user, flow)
    case 'one':
      return { outcome: await askForFactor(tx, attempt, user, next.method, flow) }
    case 'choice':
      return { outcome: await askWhich(tx, attempt, user, 'SELECT_MFA_TYPE', next.methods, flow) }
    case 'setup':
      return { outcome: await askWhich(tx, attempt, user, 'MFA_SETUP', next.methods, flow) }
  }
}

export async function askForFactor(
  tx: MessageTransaction,
  attempt: Attempt,
  user: UserRecord,
  method: MfaMethod,
  flow: string,
): Promise<Outcome> {
  if (method === 'SMS_MFA') {
    return askForCode(tx, attempt, user, { name: method, attribute: 'phone_number', flow, isFirst: false })
  }
  if (method === 'EMAIL_OTP') {
    return askForCode(tx, attempt, user, { name: method, attribute: 'email', flow, isFirst: false })
  }
  const { totp } = await credentialsOf(tx, attempt.place, user)
  const state = { challenge: method, userKey: user.key, username: user.username, flow, data: {} }
  return challenge(tx, attempt, state, {
    ...(totp?.friendlyName !== undefined && { FRIENDLY_DEVICE_NAME: totp.friendlyName }),
    USER_ID_FOR_SRP: user.username,
  })
}

/** Documents say `MFAS_CAN_SELECT`, Amplify's clients read `MFAS_CAN_CHOOSE`: both are there. */
async function askWhich(
  tx: Transaction,
  attempt: Attempt,
  user: UserRecord,
  name: 'SELECT_MFA_TYPE' | 'MFA_SETUP',
  methods: readonly MfaMethod[],
  flow: string,
): Promise<Outcome> {
  const list = JSON.stringify(methods)
  const state = { challenge: name, userKey: user.key, username: user.username, flow, data: { methods: list } }
  const lists: Record<string, string> =
    name === 'MFA_SETUP' ? { MFAS_CAN_SETUP: list } : { MFAS_CAN_CHOOSE: list, MFAS_CAN_SELECT: list }
  return challenge(tx, attempt, state, { ...lists, USER_ID_FOR_SRP: user.username })
}
