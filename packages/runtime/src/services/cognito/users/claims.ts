import { aliasTaken } from './errors.ts'
import type { SignInName } from './names.ts'
import type { Claim } from './repository.ts'

/** Somebody changes, or verifies, an address that is another user's name. */
export const changingClaim: Claim = { refuse: ({ from }: SignInName) => aliasTaken(from) }
