import { compileTemplate, type Template } from '../../../languages/velocity/template.ts'

/**
 * The template for an answer: the one for the client's whole `Accept`, else `application/json` (both inferred), else the
 * first (documented: request-response-data-mappings).
 */
export class ResponseTemplates {
  readonly #byType = new Map<string, Template | undefined>()
  readonly #usual: Template | undefined

  constructor(templates: Readonly<Record<string, string | null>> | undefined) {
    for (const [type, text] of Object.entries(templates ?? {})) {
      this.#byType.set(type, text ? compileTemplate(text) : undefined)
    }
    const [first] = this.#byType.values()
    this.#usual = this.#byType.has('application/json') ? this.#byType.get('application/json') : first
  }

  /** Undefined where the backend's body passes as it is. */
  choose(accept: string | undefined): Template | undefined {
    return accept !== undefined && this.#byType.has(accept) ? this.#byType.get(accept) : this.#usual
  }
}
