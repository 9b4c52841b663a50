import type { Tone } from '../ui/tone.ts'

/** What a status of CloudFormation's means: what was rolled back is not what was asked for. */
export function toneOfStatus(status: string): Tone {
  if (status.endsWith('_FAILED') || status.includes('ROLLBACK')) return 'bad'
  return status.endsWith('_COMPLETE') ? 'good' : 'quiet'
}

/** `UPDATE_ROLLBACK_COMPLETE` as people say it. */
export function statusInWords(status: string): string {
  return status.toLowerCase().replaceAll('_', ' ')
}

export function isUnderWay(status: string): boolean {
  return status.endsWith('_IN_PROGRESS')
}
