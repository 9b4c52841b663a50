import { say } from '../texts/say.ts'

/** Where something was sent to, as far as whoever has asked may learn that. */
export interface Sent {
  readonly medium?: string | undefined
  readonly destination?: string | undefined
}

interface SentTexts {
  readonly byEmail: string
  readonly bySms?: string
  readonly unsaid: string
}

/** How AWS's pages say where a code went (observed). */
export function sentTo({ byEmail, bySms = byEmail, unsaid }: SentTexts, { medium, destination }: Sent): string {
  return destination === undefined ? unsaid : say(medium === 'SMS' ? bySms : byEmail, { destination })
}
