import type { ArithmeticOperator } from './numbers.ts'

/** The shape of a template. Nothing here knows how it is rendered. */
export type Statement = Shape & {
  /** Where it begins in the text of its template. */
  readonly at: number
}

export type Shape =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference }
  /** `\$name`: the source when the reference has a value, the source with its backslash when it has none. */
  | { readonly kind: 'escaped'; readonly reference: Reference; readonly source: string }
  | { readonly kind: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly Statement[] }
  | { readonly kind: 'foreach'; readonly name: string; readonly over: Expression; readonly body: readonly Statement[] }
  /** A text that is rendered wherever its name stands. */
  | { readonly kind: 'define'; readonly name: string; readonly body: readonly Statement[] }
  | { readonly kind: 'break' }
  | { readonly kind: 'stop' }

export interface Branch {
  readonly condition: Expression
  readonly body: readonly Statement[]
}

export interface Reference {
  readonly name: string
  readonly path: readonly Access[]
}

export type Access =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }

export type Comparison = '<' | '<=' | '>' | '>='

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean }
  | { readonly kind: 'double'; readonly value: number }
  /** A double-quoted string is a template of its own, at a depth. */
  | { readonly kind: 'interpolated'; readonly text: string; readonly depth: number }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or' | 'equal' | 'unequal'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'arithmetic'
      readonly operator: ArithmeticOperator
      readonly left: Expression
      readonly right: Expression
    }

/** The template is not well formed, or uses a directive that API Gateway does not have. */
export class TemplateSyntaxError extends Error {
  constructor(message: string, text: string, position: number) {
    const before = text.slice(0, position)
    const line = before.split('\n').length
    super(`${message} (line ${line}, column ${position - before.lastIndexOf('\n')})`)
    this.name = 'TemplateSyntaxError'
  }
}
