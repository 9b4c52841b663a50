/** The names that are nearest to one that does not exist, the nearest first. */
export function nearest(name: string, known: readonly string[], count: number): readonly string[] {
  return known
    .map((candidate) => ({
      candidate,
      distance: distanceOf(name.slice(0, MAX_LENGTH), candidate.slice(0, MAX_LENGTH)),
    }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** Texts from outside may be of any length. */
const MAX_LENGTH = 200

/** Letters to insert, to leave out or to replace (Levenshtein's). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
