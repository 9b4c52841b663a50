/**
 * What came of a node's turn: it is done; it holds up those that come after it for good; or it waits, and others get
 * their turn meanwhile.
 */
export type Turn = 'done' | 'held' | Pause

export interface Pause {
  /** Never rejected: what came of it is found out by `resume`. */
  readonly until: Promise<void>
  readonly resume: () => Promise<Turn>
}

export interface WalkOptions {
  /** Of those that are free to go, the first in this list gets its turn first. */
  readonly nodes: readonly string[]
  /** Those that have to be done before a node gets its turn. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  readonly visit: (node: string) => Promise<Turn>
  /** Leaves the walk at once, with the signal's reason; what waits is abandoned. */
  readonly signal: AbortSignal
  /** False: no further node gets its turn; those that wait come to their end. */
  readonly mayBegin?: () => boolean
  /** Hears when there is nothing to do but to wait, and when there is something again. */
  readonly onPause?: (isPaused: boolean) => void
}

/**
 * Visits the nodes of a graph as soon as what they need is done. Turns follow one another, so that transactions stay
 * serial and an order that can be foreseen; waits are side by side. Where what has been left by operations that came
 * to no end stands in a circle, its first member goes ahead.
 */
export async function walk({
  nodes,
  needs,
  visit,
  signal,
  mayBegin = () => true,
  onPause,
}: WalkOptions): Promise<void> {
  const graph = new Graph(nodes, needs)
  const arrivals = new Arrivals(signal)
  const take = (node: string, turn: Turn) => {
    if (turn === 'done') graph.done(node)
    else if (turn === 'held') graph.hold(node)
    else arrivals.expect(node, turn)
  }
  for (;;) {
    const node = mayBegin() ? graph.next(arrivals.expected) : undefined
    if (node !== undefined) {
      take(node, await visit(node))
      continue
    }
    if (arrivals.expected === 0) return
    onPause?.(true)
    const { node: arrived, resume } = await arrivals.next().finally(() => onPause?.(false))
    take(arrived, await resume())
  }
}

/** The other way round: who needs a node, for deletions. */
export function reversed(needs: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const users = new Map<string, string[]>()
  for (const [user, wanted] of needs) {
    for (const need of wanted) {
      const list = users.get(need)
      if (list) list.push(user)
      else users.set(need, [user])
    }
  }
  return users
}

/** Which nodes are free to go. */
class Graph {
  readonly #rank: ReadonlyMap<string, number>
  readonly #order: readonly string[]
  /** Of each node that had no turn yet, how many it still waits for. */
  readonly #missing = new Map<string, number>()
  readonly #dependents = new Map<string, string[]>()
  readonly #free: string[] = []

  constructor(nodes: readonly string[], needs: ReadonlyMap<string, readonly string[]>) {
    this.#order = nodes
    this.#rank = new Map(nodes.map((node, index) => [node, index]))
    for (const node of nodes) {
      const wanted = new Set((needs.get(node) ?? []).filter((need) => this.#rank.has(need) && need !== node))
      this.#missing.set(node, wanted.size)
      for (const need of wanted) {
        const list = this.#dependents.get(need)
        if (list) list.push(node)
        else this.#dependents.set(need, [node])
      }
      if (wanted.size === 0) this.#free.push(node)
    }
  }

  /** The next one to get its turn. `waiting`: how many others are not done yet, but will be. */
  next(waiting: number): string | undefined {
    const node = this.#free.shift() ?? (waiting === 0 ? this.#firstOfCircle() : undefined)
    if (node !== undefined) this.#missing.delete(node)
    return node
  }

  done(node: string): void {
    for (const dependent of this.#dependents.get(node) ?? []) {
      const missing = this.#missing.get(dependent)
      if (missing === undefined) continue
      this.#missing.set(dependent, missing - 1)
      if (missing === 1) this.#insert(dependent)
    }
  }

  /** Whatever comes after it gets no turn any more. */
  hold(node: string): void {
    for (const dependent of this.#dependents.get(node) ?? []) {
      if (!this.#missing.delete(dependent)) continue
      const at = this.#free.indexOf(dependent)
      if (at >= 0) this.#free.splice(at, 1)
      this.hold(dependent)
    }
  }

  #firstOfCircle(): string | undefined {
    return this.#missing.size === 0 ? undefined : this.#order.find((node) => this.#missing.has(node))
  }

  #insert(node: string): void {
    const rank = this.#rankOf(node)
    const at = this.#free.findIndex((other) => this.#rankOf(other) > rank)
    this.#free.splice(at < 0 ? this.#free.length : at, 0, node)
  }

  #rankOf(node: string): number {
    return this.#rank.get(node) ?? 0
  }
}

/** The waits that are under way, and those that are over in the order of their end. */
class Arrivals {
  readonly #signal: AbortSignal
  readonly #arrived: { readonly node: string; readonly resume: Pause['resume'] }[] = []
  #expected = 0
  #wake: () => void = () => {}

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  get expected(): number {
    return this.#expected
  }

  expect(node: string, { until, resume }: Pause): void {
    this.#expected++
    until.then(() => {
      this.#arrived.push({ node, resume })
      this.#wake()
    })
  }

  async next() {
    while (this.#arrived.length === 0) {
      this.#signal.throwIfAborted()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        this.#signal.addEventListener('abort', this.#wake, { once: true })
      })
      this.#signal.removeEventListener('abort', this.#wake)
    }
    this.#signal.throwIfAborted()
    this.#expected--
    return this.#arrived.shift() as { readonly node: string; readonly resume: Pause['resume'] }
  }
}
