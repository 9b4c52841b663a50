import { compileTemplate, type Template } from '../../../languages/velocity/template.ts'
import type { IntegrationDefinition } from '../definition.ts'
import { mediaTypeOf } from './media-type.ts'

/** What becomes of a request's body: a template's output, itself, or a 415. */
export type BodyMapping = Template | 'as-is' | 'refused'

/**
 * The table of `passthroughBehavior`: a template for the request's type (or `$default`) is used in any case; without
 * one WHEN_NO_MATCH passes the body, WHEN_NO_TEMPLATES only where there are no templates at all, NEVER not at all
 * (documented: integration-passthrough-behaviors). That an empty template passes the body is inferred.
 */
export class RequestTemplates {
  readonly #byType = new Map<string, BodyMapping>()
  readonly #otherwise: BodyMapping

  constructor({ requestTemplates, passthroughBehavior }: IntegrationDefinition) {
    for (const [type, text] of Object.entries(requestTemplates ?? {})) {
      this.#byType.set(type === '$default' ? type : mediaTypeOf(type), text ? compileTemplate(text) : 'as-is')
    }
    const passes =
      passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && !this.#byType.size)
    this.#otherwise = this.#byType.get('$default') ?? (passes ? 'as-is' : 'refused')
  }

  choose(contentType: string | undefined): BodyMapping {
    return this.#byType.get(mediaTypeOf(contentType)) ?? this.#otherwise
  }
}
