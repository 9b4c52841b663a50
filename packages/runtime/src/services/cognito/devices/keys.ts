import { uuid } from '../../../kernel/ids.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Vault } from '../../../kernel/vault.ts'

const GROUP_CHARACTERS = 8

/** A hyphen and eight characters (recorded). That it is one for each pool, and never changes, is inferred. */
export function deviceGroupKey(vault: Vault, poolId: string): string {
  return `-${vault.digest('cognito-idp/device-group', poolId).toString('base64url').slice(0, GROUP_CHARACTERS)}`
}

/** The region and a UUID (documented). */
export function newDeviceKey(random: Random, { region }: Place): string {
  return `${region}_${uuid(random)}`
}
