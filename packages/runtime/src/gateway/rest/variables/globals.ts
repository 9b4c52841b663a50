import type { Globals } from '../../../languages/velocity/frame.ts'
import type { Value } from '../../../languages/velocity/value.ts'
import type { Exchange } from '../exchange.ts'
import { Input } from './input.ts'
import { util } from './util.ts'

/** The four names that a mapping template starts with. Made when asked for. */
export class TemplateGlobals implements Globals {
  readonly #exchange: Exchange
  readonly #body: string
  #input: Input | undefined
  #stageVariables: Map<Value, Value> | undefined

  /** `body` is what `$input` maps: the client's payload before the integration, the backend's after it. */
  constructor(exchange: Exchange, body: string) {
    this.#exchange = exchange
    this.#body = body
  }

  get(name: string): Value {
    switch (name) {
      case 'input':
        this.#input ??= new Input(this.#body, () => this.#exchange.values, this.#exchange.budget)
        return this.#input
      case 'context':
        return this.#exchange.context
      case 'util':
        return util
      case 'stageVariables':
        this.#stageVariables ??= new Map(Object.entries(this.#exchange.api.snapshot.variables))
        return this.#stageVariables
    }
    return null
  }
}
