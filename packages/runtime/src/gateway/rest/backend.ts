import type { HeaderList, WireBody } from '../../kernel/wire.ts'

/** What an integration answered. */
export class Backend {
  readonly status: string
  /** Names as the backend wrote them. */
  readonly headers: HeaderList
  /** A stream only where the integration asks for one, and then nothing here reads it. */
  readonly body: WireBody
  /**
   * What the patterns of integration responses are held against: the status, or of a function the error's message.
   * Undefined where only the response without a pattern will do.
   */
  readonly selection: string | undefined
  #text: string | undefined

  constructor(
    status: string,
    headers: HeaderList = [],
    body: WireBody = '',
    { selection }: { readonly selection: string | undefined } = { selection: status },
  ) {
    this.status = status
    this.selection = selection
    this.headers = headers
    this.body = body
  }

  /** The body as UTF-8, read when a template or a mapping first asks. */
  get text(): string {
    this.#text ??= typeof this.body === 'string' || Buffer.isBuffer(this.body) ? this.body.toString() : ''
    return this.#text
  }

  /** Every value of a header: under the name as it is written (documented), else in any case. */
  header(name: string): readonly string[] {
    const exact = this.headers.filter(([other]) => other === name)
    const key = name.toLowerCase()
    const found = exact.length ? exact : this.headers.filter(([other]) => other.toLowerCase() === key)
    return found.map(([, value]) => value)
  }
}
