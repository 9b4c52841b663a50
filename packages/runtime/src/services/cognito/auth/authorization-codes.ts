import type { Clock } from '../../../kernel/clock.ts'
import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Transaction } from '../../../kernel/transaction.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { OAuthError } from '../../../oauth/oauth-error.ts'
import type { Authorization, SignedInPerson } from '../../../oauth/ports.ts'
import { collection } from '../../../store/collection.ts'
import { within } from '../repository.ts'
import { forgetEndedNear } from './passing-documents.ts'

/** What a code is good for. */
interface CodeRecord {
  readonly person: SignedInPerson
  readonly authorization: Authorization
  /** Milliseconds since the epoch. */
  readonly endsAt: number
}

/** Id: `{pool}/{digest of the code}`. */
export const authorizationCodes = collection<CodeRecord>('cognito-idp/authorization-code')

interface Deps {
  readonly clock: Clock
  readonly random: Random
  readonly vault: Vault
}

/** Documented: developer guide, authorize endpoint. */
const LIFETIME_MS = 5 * 60_000

const idOf = ({ vault }: Pick<Deps, 'vault'>, poolId: string, code: string) =>
  within(poolId, vault.digest('cognito-idp/authorization-code', code).toString('base64url'))

/** A UUID (recorded), of which only a digest is kept. */
export async function giveCode(
  tx: Transaction,
  deps: Deps,
  place: Place,
  poolId: string,
  { person, authorization }: Pick<CodeRecord, 'person' | 'authorization'>,
): Promise<string> {
  const code = uuid(deps.random)
  const id = idOf(deps, poolId, code)
  const now = deps.clock.now()
  await forgetEndedNear(tx, authorizationCodes, place, { poolId, id, now })
  authorizationCodes.put(tx, place, id, { person, authorization, endsAt: now + LIFETIME_MS })
  return code
}

/**
 * Takes a code away, in the transaction of what it leads to. One of another client, and one whose request does not fit,
 * stay (inferred): whoever tries out a stolen one cannot end it for its owner.
 */
export async function takeCode(
  tx: Transaction,
  deps: Deps,
  place: Place,
  poolId: string,
  { code, clientId, accept }: { code: string; clientId: string; accept: (of: Authorization) => void },
): Promise<Pick<CodeRecord, 'person' | 'authorization'>> {
  const id = idOf(deps, poolId, code)
  const record = await authorizationCodes.find(tx, place, id)
  if (!record) throw new OAuthError('invalid_grant', 'the code was never given out, or has been used')
  if (deps.clock.now() >= record.endsAt) throw new OAuthError('invalid_grant', 'the code is older than five minutes')
  if (record.authorization.clientId !== clientId) throw new OAuthError('invalid_grant', 'a code of another client')
  accept(record.authorization)
  authorizationCodes.delete(tx, place, id)
  return record
}
