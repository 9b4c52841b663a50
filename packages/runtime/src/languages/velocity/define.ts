import { HostObject, TemplateError, type Value } from './value.ts'

/** A text may be rendered within itself this often; then it is nothing (Velocity's `directive.define.max.depth`). */
const MAX_WITHIN_ITSELF = 2
/** Texts that are rendered within one another; each costs a few stack frames. */
const MAX_NESTING = 100

/** How many defined texts are being rendered. One for each rendering of a template. */
export interface Nesting {
  depth: number
}

/** What `#define` gives a name to: rendered anew wherever it is printed, with the variables as they are then. */
export class DefinedText extends HostObject {
  readonly #render: () => string
  readonly #nesting: Nesting
  #depth = 0

  constructor(render: () => string, nesting: Nesting) {
    super()
    this.#render = render
    this.#nesting = nesting
  }

  override print(): string {
    if (this.#depth === MAX_WITHIN_ITSELF) return ''
    if (this.#nesting.depth === MAX_NESTING) throw new TemplateError('defined texts are nested too deeply')
    this.#depth++
    this.#nesting.depth++
    try {
      return this.#render()
    } finally {
      this.#depth--
      this.#nesting.depth--
    }
  }

  override call(name: string, args: readonly Value[]): Value {
    return name === 'toString' && args.length === 0 ? this.print() : null
  }
}
