/** The name that was probably meant, if one is close enough. */
export function similarName<T extends string>(name: string, known: readonly T[]): T | undefined {
  return known.find((candidate) => sharedLetters(candidate, name) >= Math.max(3, candidate.length - 2))
}

/** Length of the longest common subsequence, without regard to case: good enough to guess a typing error. */
function sharedLetters(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const left of a.toLowerCase()) {
    const next = [0]
    for (let j = 0; j < b.length; j++) {
      const same = left === b[j]?.toLowerCase()
      next.push(same ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0))
    }
    row = next
  }
  return row[b.length] ?? 0
}
