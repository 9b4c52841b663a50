/** What an answer means to its reader: `bad` is for the caller to change, `fault` for whoever set it up. */
export type Tone = 'good' | 'bad' | 'fault' | 'quiet'

export function toneOf(status: number): Tone {
  if (status >= 500) return 'fault'
  return status >= 400 ? 'bad' : 'good'
}
