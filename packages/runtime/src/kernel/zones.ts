const LETTERS = ['a', 'b', 'c']

/** Three availability zones in every region: there are no networks here that could tell the difference. */
export function zoneNamesOf(region: string): string[] {
  return LETTERS.map((letter) => `${region}${letter}`)
}
