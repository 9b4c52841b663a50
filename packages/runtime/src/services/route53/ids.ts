import type { Random } from '../../kernel/random.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

export function zoneId(random: Random): string {
  return `Z${letters(random, 20)}`
}

export function changeId(random: Random): string {
  return `C${letters(random, 20)}`
}

/** Four, each under another top-level domain (observed). */
export function nameServers(random: Random): readonly string[] {
  return ['com', 'net', 'org', 'co.uk'].map((end, i) => {
    const [server = 0, group = 0] = random.bytes(2)
    return `ns-${i * 512 + server}.awsdns-${String(group % 64).padStart(2, '0')}.${end}`
  })
}

function letters(random: Random, length: number): string {
  return Array.from(random.bytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('')
}
