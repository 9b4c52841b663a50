/** Ideographs, syllables and full forms of the East, and pictures: as wide as two letters (Unicode Standard Annex 11). */
const WIDE =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const INVISIBLE = /[\p{Mn}\p{Me}\p{Cf}]/u
const CONTROL = /\p{Cc}/gu

/** As much of a text as fits into a line of so many letters, and a mark where that is not all of it. */
export function fitLine(text: string, columns: number): string {
  const line = text.replaceAll(CONTROL, ' ')
  let used = 0
  let fitting = ''
  for (const letter of line) {
    const width = widthOf(letter)
    if (used + width > columns) return `${withoutLast(fitting, used - columns + 1)}…`
    used += width
    fitting += letter
  }
  return line
}

/** Makes room for so many columns, if it has them. */
function withoutLast(text: string, columns: number): string {
  const letters = [...text]
  for (let room = 0; room < columns && letters.length > 0; ) room += widthOf(letters.pop() ?? '')
  return letters.join('')
}

function widthOf(letter: string): number {
  if (INVISIBLE.test(letter)) return 0
  return WIDE.test(letter) ? 2 : 1
}
