interface Page<T> {
  readonly items: readonly T[] | undefined
  readonly next: string | undefined
}

/** What an operation gives in pages, all of it. */
export async function everyPage<T>(ask: (token: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let token: string | undefined
  do {
    const { items = [], next } = await ask(token)
    all.push(...items)
    token = next
  } while (token !== undefined)
  return all
}
