const LONGEST = 1024

/** Text made safe for a header: one line of visible ASCII, cut to a length that every client accepts. */
export function headerText(text: string): string {
  const line = text.slice(0, LONGEST).replace(/[^\x20-\x7e]/g, ' ')
  return line.trim()
}
