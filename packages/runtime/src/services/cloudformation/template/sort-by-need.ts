/**
 * Sorts ids so that each comes after those that it needs; among those that are free to go, the given order counts.
 * `stuck`: what is in a circle, or needs something that is.
 */
export function sortByNeed(
  ids: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
): { readonly order: string[]; readonly stuck: string[] } {
  const inside = new Set(ids)
  const waiting = new Map<string, number>()
  const dependents = new Map<string, string[]>()
  for (const id of inside) {
    const wanted = new Set((needs.get(id) ?? []).filter((need) => inside.has(need)))
    waiting.set(id, wanted.size)
    for (const need of wanted) {
      const list = dependents.get(need) ?? []
      dependents.set(need, list)
      list.push(id)
    }
  }
  const order = [...inside].filter((id) => waiting.get(id) === 0)
  // Grows while it is walked.
  for (const done of order) {
    for (const dependent of dependents.get(done) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1
      waiting.set(dependent, left)
      if (left === 0) order.push(dependent)
    }
  }
  const sorted = new Set(order)
  return { order, stuck: [...inside].filter((id) => !sorted.has(id)) }
}

/**
 * The same for things that are there already and have to be deleted or put back: where operations that came to no end
 * have left a circle, its members follow in the given order.
 */
export function sortExisting(ids: readonly string[], needs: ReadonlyMap<string, readonly string[]>): string[] {
  const { order, stuck } = sortByNeed(ids, needs)
  return [...order, ...stuck]
}
