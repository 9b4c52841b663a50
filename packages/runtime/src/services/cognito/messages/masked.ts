import type { Medium } from './records.ts'

/** An address as AWS shows it: `f***@e***`, `+*******9934` (recorded). */
export function masked(medium: Medium, address: string): string {
  if (medium === 'EMAIL') {
    const [name = '', domain = ''] = address.split('@')
    return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`
  }
  return `+${'*'.repeat(Math.max(0, address.length - 5))}${address.slice(-4)}`
}
