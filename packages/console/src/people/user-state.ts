import type { UserView } from '../api/contract.ts'
import type { Tone } from '../ui/tone.ts'

const WORDS: Readonly<Record<string, string>> = {
  CONFIRMED: 'confirmed',
  UNCONFIRMED: 'not confirmed yet',
  FORCE_CHANGE_PASSWORD: 'has to change the password',
  RESET_REQUIRED: 'has to reset the password',
  EXTERNAL_PROVIDER: 'of another provider',
}

/** What a user may do now: somebody who is disabled cannot sign in, whatever the status is. */
export function stateInWords({ status, isEnabled }: Pick<UserView, 'status' | 'isEnabled'>): string {
  return isEnabled ? (WORDS[status] ?? status.toLowerCase().replaceAll('_', ' ')) : 'disabled'
}

export function toneOfState({ status, isEnabled }: Pick<UserView, 'status' | 'isEnabled'>): Tone {
  if (!isEnabled) return 'bad'
  if (status === 'CONFIRMED' || status === 'EXTERNAL_PROVIDER') return 'good'
  return 'fault'
}
