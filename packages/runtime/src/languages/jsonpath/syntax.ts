import type { JavaRegex } from '../java-regex/java-regex.ts'
import type { Value } from '../velocity/value.ts'

/** One step of a path. A path is definite when every step names at most one place. */
export type Step =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'keys'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly test: Condition }
  /** `..`: the steps after it apply to everything below. */
  | { readonly kind: 'deep' }

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }

export type Operand =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'pattern'; readonly regex: JavaRegex }

export interface Path {
  /** `@` paths begin at the item under test, `$` paths at the document. */
  readonly from: '$' | '@'
  readonly steps: readonly Step[]
  readonly definite: boolean
}

export class PathError extends Error {
  constructor(path: string, at: number) {
    super(`the JSON path ${JSON.stringify(path.slice(0, 100))} cannot be read at character ${at + 1}`)
    this.name = 'PathError'
  }
}
