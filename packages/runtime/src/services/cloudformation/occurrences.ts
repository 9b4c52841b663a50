/** A stretch of a text, from `start` up to but not including `end`. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/**
 * Finds words in texts, all at once: what it costs is the length of the words, once, and that of each text, however many
 * words there are and however they overlap (Aho and Corasick, Efficient String Matching, 1975).
 */
export class WordFinder {
  /** Each node is the beginning of some word; the first one, of all. By node: one that is longer by a character, and that. */
  readonly #child: number[] = [0]
  readonly #childCode: number[] = [-1]
  /** The other ones that are longer by a character, of the few nodes that have any. */
  readonly #others = new Map<number, Map<number, number>>()
  /** The longest end of a node's text that is a node too: where to go on when the text goes another way. */
  readonly #shorter: number[] = [0]
  /** Length of the longest word that a node's text ends with, or 0. */
  readonly #wordLength: number[] = [0]

  /** Words must not be empty. */
  constructor(words: Iterable<string>) {
    for (const word of words) this.#add(word)
    this.#link()
  }

  /** Where words stand in a text, in order. Those that overlap are one stretch, those that only touch are not. */
  stretchesIn(text: string): Stretch[] {
    const found: Stretch[] = []
    let node = 0
    for (let at = 0; at < text.length; at++) {
      node = this.#step(node, text.charCodeAt(at))
      const length = this.#wordLength[node] as number
      if (length > 0) cover(found, at + 1 - length, at + 1)
    }
    return found
  }

  #add(word: string): void {
    let node = 0
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at)
      node = this.#childOf(node, code) ?? this.#grow(node, code)
    }
    this.#wordLength[node] = word.length
  }

  #grow(node: number, code: number): number {
    const child = this.#child.push(0) - 1
    this.#childCode.push(-1)
    this.#shorter.push(0)
    this.#wordLength.push(0)
    const others = this.#others.get(node)
    if (this.#childCode[node] === -1) {
      this.#child[node] = child
      this.#childCode[node] = code
    } else if (others) others.set(code, child)
    else this.#others.set(node, new Map([[code, child]]))
    return child
  }

  /** Shorter texts first, so that what a node falls back to is linked before it. */
  #link(): void {
    const queue = [0]
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at] as number
      for (const [code, child] of this.#childrenOf(node)) {
        const shorter = node === 0 ? 0 : this.#step(this.#shorter[node] as number, code)
        this.#shorter[child] = shorter
        this.#wordLength[child] ||= this.#wordLength[shorter] as number
        queue.push(child)
      }
    }
  }

  #step(from: number, code: number): number {
    for (let node = from; ; node = this.#shorter[node] as number) {
      const child = this.#childOf(node, code)
      if (child !== undefined) return child
      if (node === 0) return 0
    }
  }

  #childOf(node: number, code: number): number | undefined {
    return this.#childCode[node] === code ? this.#child[node] : this.#others.get(node)?.get(code)
  }

  #childrenOf(node: number): (readonly [number, number])[] {
    const code = this.#childCode[node] as number
    return code === -1 ? [] : [[code, this.#child[node] as number], ...(this.#others.get(node) ?? [])]
  }
}

/** Adds a stretch that ends after all others, and takes in those that it overlaps. */
function cover(found: Stretch[], from: number, end: number): void {
  let start = from
  for (let last = found.at(-1); last && last.end > start; last = found.at(-1)) {
    start = Math.min(start, last.start)
    found.pop()
  }
  found.push({ start, end })
}
