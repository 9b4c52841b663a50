/** The part of java.util.regex that this engine runs. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly has: CharacterTest }
  | { readonly kind: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'group'; readonly index: number; readonly node: Node }
  | { readonly kind: 'ahead'; readonly node: Node; readonly negated: boolean }
  | { readonly kind: 'back'; readonly index: number }
  | { readonly kind: 'start' | 'end' | 'hard-end' | 'boundary' | 'no-boundary' }
  | {
      readonly kind: 'repeat'
      readonly node: Node
      readonly min: number
      readonly max: number
      readonly mode: 'greedy' | 'lazy' | 'possessive'
    }

export type CharacterTest = (code: number) => boolean

export interface ParsedPattern {
  readonly node: Node
  readonly groupCount: number
  readonly names: ReadonlyMap<string, number>
}

export class PatternError extends Error {
  constructor(message: string, pattern: string) {
    super(`${message} in the regular expression ${JSON.stringify(pattern.slice(0, 200))}`)
    this.name = 'PatternError'
  }
}
