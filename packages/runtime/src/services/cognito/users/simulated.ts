import type { CodeDeliveryDetailsType } from '../../../generated/cognito-idp.ts'
import type { Vault } from '../../../kernel/vault.ts'
import { deliveryDetails } from '../messages/send.ts'
import type { UserPoolRecord } from '../records.ts'
import { isEmail } from './attributes.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** Where a code for nobody would have gone: the address that was asked for, or always the same one for the same name. */
function simulatedAddress(vault: Vault, pool: UserPoolRecord, name: string): string {
  if (isEmail(name)) return name
  const [one = 0, other = 0] = vault.digest('cognito-idp/simulated-address', JSON.stringify([pool.id, name]))
  return `${LETTERS[one % LETTERS.length]}@${LETTERS[other % LETTERS.length]}`
}

/** What clients that hide users are told of a code for nobody. */
export function simulatedDelivery(vault: Vault, pool: UserPoolRecord, name: string): CodeDeliveryDetailsType {
  return deliveryDetails('email', simulatedAddress(vault, pool, name))
}
