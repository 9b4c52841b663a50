/** The part of java.util.regex that this engine runs. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'group'; readonly index: number; readonly node: Node }
  | { readonly kind: 'atomic'; readonly node: Node }
  | { readonly kind: 'ahead'; readonly node: Node; readonly negated: boolean }
  | { readonly kind: 'behind'; readonly node: Node; readonly negated: boolean; readonly width: Width }
  | { readonly kind: 'back'; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: 'assertion'; readonly holds: Assertion }
  | Repeat

export interface Repeat {
  readonly kind: 'repeat'
  readonly node: Node
  readonly min: number
  readonly max: number
  readonly mode: 'greedy' | 'lazy' | 'possessive'
}

/** How many characters a match may have. */
export interface Width {
  readonly min: number
  readonly max: number
}

/** Of a code point. */
export type CharacterTest = (code: number) => boolean

/** A test, and what it costs to ask it once. */
export interface CharacterSet {
  /** 1 for those of the first 128 characters that are in the set. */
  readonly ascii: Uint8Array
  readonly has: CharacterTest
  readonly cost: number
}

/** Of a place in a text. */
export type Assertion = (text: string, at: number) => boolean

export interface ParsedPattern {
  readonly node: Node
  readonly groupCount: number
  readonly names: ReadonlyMap<string, number>
}

/** Java refuses the pattern. */
export class PatternError extends Error {
  constructor(message: string, pattern: string) {
    super(`${message} in the regular expression ${JSON.stringify(pattern.slice(0, 200))}`)
    this.name = 'PatternError'
  }
}

/** Java takes the pattern, this engine does not. */
export class UnsupportedPatternError extends PatternError {
  /** What stands in the way, as a part of a sentence. */
  readonly feature: string

  constructor(feature: string, pattern: string) {
    super(`${feature} is not emulated`, pattern)
    this.name = 'UnsupportedPatternError'
    this.feature = feature
  }
}
