import type { CodeDeliveryDetailsType } from '../../../generated/cognito-idp.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Vault } from '../../../kernel/vault.ts'
import type { MessageTransaction } from '../messages/message-transaction.ts'
import type { MessageKind } from '../messages/records.ts'
import { sendMessage } from '../messages/send.ts'
import type { UserPoolRecord } from '../records.ts'
import { isVerified, VERIFIABLE, type Verifiable } from './attributes.ts'
import { codeRecord, newCode, withCode } from './codes.ts'
import { forgetNobodies, simulatedAddress } from './nobody.ts'
import type { CodePurpose, UserAttributes, UserRecord } from './records.ts'
import { credentialsOf, putCredentials } from './repository.ts'

export interface CodeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
}

interface CodeRequest {
  readonly pool: UserPoolRecord
  readonly user: UserRecord
  readonly purpose: CodePurpose
  readonly kind: MessageKind
  readonly attribute: Verifiable
  readonly clientId?: string | undefined
  /** The value that is to take the attribute's place, where it is sent to instead. */
  readonly pending?: string | undefined
}

/** Makes a code, which replaces an earlier one for the same purpose, and sends it. */
export async function sendCode(
  tx: MessageTransaction,
  deps: CodeDeps,
  place: Place,
  { pool, user, purpose, kind, attribute, clientId, pending }: CodeRequest,
): Promise<CodeDeliveryDetailsType> {
  const code = newCode(deps.random)
  const address = pending ?? user.attributes[attribute]
  const facts = { code, now: deps.clock.now(), attribute, address, ...(pending !== undefined && { pending }) }
  const record = codeRecord(deps.vault, user, purpose, facts)
  await forgetNobodies(tx, place, pool.id, facts.now)
  putCredentials(tx, place, user, withCode(await credentialsOf(tx, place, user), purpose, record))
  const { expiresAt } = record
  return sendMessage(tx, deps, place, { pool, user, kind, attribute, address: pending, code, clientId, expiresAt })
}

/** The same of a code for nobody, as far as anybody can tell. `media`: where such codes of the pool may go. */
export function sendNobodysCode(
  tx: MessageTransaction,
  deps: CodeDeps,
  place: Place,
  request: Omit<CodeRequest, 'attribute'>,
  { Username, media }: { readonly Username: string; readonly media: readonly Verifiable[] },
): Promise<CodeDeliveryDetailsType> {
  const { attribute, address } = simulatedAddress(deps.vault, request.pool, Username, media)
  const user = { ...request.user, attributes: { [attribute]: address } }
  return sendCode(tx, deps, place, { ...request, user, attribute })
}

/** Of the attributes that the pool verifies by itself, the one that a code goes to: a phone comes first (documented). */
export function autoVerified({ settings }: UserPoolRecord, attributes: UserAttributes): Verifiable | undefined {
  const auto = settings.AutoVerifiedAttributes ?? []
  return (['phone_number', 'email'] as const).find((name) => auto.includes(name) && attributes[name])
}

interface Changed {
  readonly pool: UserPoolRecord
  readonly user: UserRecord
  readonly changed: UserAttributes
  readonly clientId?: string | undefined
  /** New values that wait for their code. */
  readonly pending?: UserAttributes
}

/** Codes for the addresses that were changed and that the pool verifies by itself (documented). */
export async function sendVerificationCodes(
  tx: MessageTransaction,
  deps: CodeDeps,
  place: Place,
  { pool, user, changed, clientId, pending = {} }: Changed,
): Promise<CodeDeliveryDetailsType[]> {
  const sent: CodeDeliveryDetailsType[] = []
  for (const attribute of VERIFIABLE) {
    const isPending = pending[attribute] !== undefined
    const isNew = Boolean(changed[attribute]) && !isVerified(user.attributes, attribute)
    if (!pool.settings.AutoVerifiedAttributes?.includes(attribute) || !(isPending || isNew)) continue
    const request = { pool, user, purpose: attribute, kind: 'UpdateUserAttribute', attribute, clientId } as const
    sent.push(await sendCode(tx, deps, place, { ...request, pending: pending[attribute] }))
  }
  return sent
}
