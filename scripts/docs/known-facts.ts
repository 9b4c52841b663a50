/** How far what is known of a service goes. */
interface KnownFacts {
  /** By section, the number of its last fact. */
  readonly facts: Readonly<Record<string, number>>
  /** By table, the letter of its last row. */
  readonly rows: Readonly<Record<string, string>>
  /** Tables that are tested as one. */
  readonly tables: readonly string[]
}

const COGNITO: KnownFacts = {
  facts: {
    '1.1': 15,
    '1.2': 8,
    '1.3': 6,
    '1.4': 3,
    '1.5': 2,
    '1.6': 8,
    '2.1': 3,
    '2.2': 12,
    '2.3': 3,
    '2.4': 11,
    '3.1': 1,
    '3.2': 11,
    '3.3': 5,
    '3.4': 3,
    '3.5': 3,
    '3.6': 7,
    '3.7': 3,
    '3.8': 5,
    '4': 12,
    '5.1': 4,
    '5.2': 8,
    '5.3': 1,
    '5.4': 7,
    '5.5': 1,
    '6.1': 9,
    '6.2': 3,
    '6.3': 4,
    '6.4': 8,
    '6.5': 2,
    '7': 7,
    '8': 4,
    '9.1': 4,
    '9.2': 4,
    '9.3': 6,
    '9.4': 7,
    '9.5': 3,
    '9.6': 5,
    '9.7': 3,
    '11': 13,
  },
  rows: { '1.4': 'z', '3.2': 'j', '4': 'h', '5.3': 'q', '6.4': 'h' },
  tables: ['3.1', '5.2', '6.5'],
}

const COGNITO_PEOPLE: KnownFacts = {
  facts: {
    '1.1': 2,
    '1.2': 16,
    '1.3': 4,
    '1.4': 5,
    '1.5': 5,
    '1.6': 1,
    '2.1': 1,
    '2.2': 5,
    '2.3': 6,
    '2.4': 6,
    '2.5': 8,
    '2.6': 3,
    '2.7': 5,
    '2.8': 1,
    '3.1': 2,
    '3.2': 3,
    '3.3': 4,
    '3.4': 5,
    '4.1': 6,
    '4.2': 1,
    '4.3': 6,
    '4.4': 2,
    '4.5': 2,
    '5.1': 3,
    '5.2': 3,
    '5.3': 2,
    '5.4': 3,
    '6.1': 2,
    '6.2': 5,
    '6.3': 10,
    '6.4': 7,
    '6.5': 13,
    '6.6': 6,
    '6.7': 7,
    '6.8': 4,
    '6.9': 2,
    '6.10': 3,
    '7.1': 8,
    '7.2': 5,
    '7.3': 7,
    '7.4': 6,
    '7.5': 10,
    '7.7': 10,
    '7.8': 4,
    '7.9': 3,
    '8.1': 7,
    '8.2': 8,
    '8.3': 3,
    '8.4': 7,
    '9.1': 3,
    '9.2': 3,
    '10.1': 5,
    '10.2': 3,
    '10.3': 2,
    '10.4': 3,
    '11.1': 2,
    '11.2': 2,
    '11.3': 1,
    '11.4': 2,
    '12.1': 4,
    '12.2': 5,
    '12.3': 4,
    '12.4': 4,
    '12.5': 3,
    '13': 14,
    '14': 9,
    '15': 2,
    '16': 22,
  },
  rows: { '15': 'k' },
  tables: ['1.1', '2.1', '2.2', '3.1', '3.3', '4.1', '6.1', '6.4', '10.2', '11.1'],
}

/** By service, the numbers of all that is known. */
export const knownFacts: Readonly<Record<string, readonly string[]>> = {
  cognito: namesOf(COGNITO),
  'cognito-people': namesOf(COGNITO_PEOPLE),
}

function namesOf({ facts, rows, tables }: KnownFacts): readonly string[] {
  const numbers = Object.entries(facts).flatMap(([section, last]) =>
    Array.from({ length: last }, (_, i) => `${section}.${i + 1}`),
  )
  const letters = Object.entries(rows).flatMap(([table, last]) => lettersTo(last).map((letter) => `${table}${letter}`))
  return [...numbers, ...letters, ...tables]
}

function lettersTo(last: string): readonly string[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  return [...letters.slice(0, letters.indexOf(last) + 1)]
}
