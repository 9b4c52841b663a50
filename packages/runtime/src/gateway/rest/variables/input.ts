import type { Budget } from '../../../languages/budget.ts'
import { evaluatePath } from '../../../languages/jsonpath/evaluate.ts'
import { parsePath } from '../../../languages/jsonpath/parse-path.ts'
import { PathError } from '../../../languages/jsonpath/syntax.ts'
import { parseJson } from '../../../languages/velocity/json.ts'
import { jsonText } from '../../../languages/velocity/print.ts'
import { HostObject, TemplateError, type Value, type VtlMap } from '../../../languages/velocity/value.ts'

/** Where `$input.params()` looks, in this order. */
export interface RequestParameters {
  readonly path: VtlMap
  readonly querystring: VtlMap
  readonly header: VtlMap
}

/** `$input`: the payload that is being mapped, and the parameters of the client's request. */
export class Input extends HostObject {
  readonly #body: string
  readonly #budget: Budget
  readonly #parameters: () => RequestParameters
  #document: Value | undefined
  #parsed = false

  /** An empty payload counts as `{}` (observed). */
  constructor(body: string, parameters: () => RequestParameters, budget: Budget) {
    super()
    this.#body = body === '' ? '{}' : body
    this.#parameters = parameters
    this.#budget = budget
  }

  override property(name: string): Value {
    return name === 'body' ? this.#body : null
  }

  override call(name: string, args: readonly Value[]): Value {
    const [first] = args
    if (name === 'params') return args.length ? this.#parameter(first ?? null) : this.#allParameters()
    if (typeof first !== 'string' || args.length !== 1) return null
    if (name === 'path') return this.#find(first)
    // What is not there, and a payload that is not JSON, are the empty string.
    if (name === 'json') return jsonText(this.#find(first) ?? '', this.#budget)
    return null
  }

  #find(path: string): Value {
    if (!this.#parsed) {
      this.#document = parseJson(this.#body, this.#budget)
      this.#parsed = true
    }
    if (this.#document === undefined) return null
    this.#budget.step(path.length)
    try {
      return evaluatePath(parsePath(path), this.#document, this.#budget)
    } catch (error) {
      if (error instanceof PathError) throw new TemplateError(error.message)
      throw error
    }
  }

  #parameter(name: Value): Value {
    const { path, querystring, header } = this.#parameters()
    return path.get(name) ?? querystring.get(name) ?? header.get(name) ?? null
  }

  #allParameters(): Value {
    const { path, querystring, header } = this.#parameters()
    return new Map<Value, Value>([
      ['path', path],
      ['querystring', querystring],
      ['header', header],
    ])
  }
}
