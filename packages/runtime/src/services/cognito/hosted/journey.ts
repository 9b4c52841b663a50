import type { Clock } from '../../../kernel/clock.ts'
import { cipherText, type Sealed, type Vault } from '../../../kernel/vault.ts'
import type { Texts } from './texts/texts.ts'
import type { Sent } from './views/sent.ts'

/** Where somebody is on the way through the pages: what one page has to know of the one before. */
export type Journey =
  /** An account waits for its code. `isProven`: whoever is here has just given its password. */
  | ({ readonly step: 'confirm'; readonly username: string; readonly isProven: boolean } & Sent)
  /** A password is forgotten, and a code was sent. */
  | ({ readonly step: 'reset'; readonly username: string } & Sent)
  /** Somebody has said who they are, and is asked for their password. */
  | { readonly step: 'password'; readonly username: string }
  /** A sign-in goes on with a challenge. */
  | {
      readonly step: 'challenge'
      readonly username: string
      readonly challenge: string
      readonly session: string
      /** The first one of a sign-in. */
      readonly isFirst: boolean
      readonly parameters: Readonly<Record<string, string>>
      /** Those that may be chosen from, as `AvailableChallenges` lists them. */
      readonly available?: readonly string[]
    }
  /** Something was done, and the next page says so. */
  | { readonly step: 'done'; readonly news: keyof Texts['news'] }

/** Whose pages they are: what is carried along is good for no others. */
export interface Wayfarer {
  readonly poolId: string
  readonly clientId: string
}

/** Of a sign-in, from its first page on (documented: developer guide, "User pool managed login"). */
const SIGN_IN_MS = 5 * 60_000

interface Carried extends Wayfarer {
  /** When the sign-in began; the steps that follow inherit it. */
  readonly begunAt: number
  readonly journey: Journey
}

export interface OpenJourney {
  readonly journey: Journey
  readonly begunAt: number
  /** Whether a sign-in would be over. */
  readonly isLate: boolean
}

/** For a cookie: only this server can read it, or have made it. */
export function sealJourney(vault: Vault, whose: Wayfarer, journey: Journey, begunAt: number): string {
  const { poolId, clientId } = whose
  const carried: Carried = { poolId, clientId, begunAt, journey }
  return Buffer.from(cipherText(vault.seal(JSON.stringify(carried))), 'base64').toString('base64url')
}

/** Undefined: none, none of ours, or one through another pool or client. */
export function openJourney(
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
  { poolId, clientId }: Wayfarer,
  text: string | undefined,
): OpenJourney | undefined {
  if (!text) return undefined
  const carried = opened(vault, text)
  if (carried?.poolId !== poolId || carried.clientId !== clientId) return undefined
  const { journey, begunAt } = carried
  return { journey, begunAt, isLate: clock.now() >= begunAt + SIGN_IN_MS }
}

function opened(vault: Vault, text: string): Carried | undefined {
  try {
    const sealed = Buffer.from(text, 'base64url').toString('base64') as unknown as Sealed
    return JSON.parse(vault.open(sealed)) as Carried
  } catch {
    return undefined
  }
}
