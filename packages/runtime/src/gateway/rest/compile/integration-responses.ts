import { compileJavaRegex, type JavaRegex, javaMatches } from '../../../languages/java-regex/java-regex.ts'
import type { IntegrationDefinition, IntegrationResponseDefinition } from '../definition.ts'
import { clientName, compileHeaders, type MappedHeader } from '../mapping/response-headers.ts'
import { ResponseTemplates } from '../mapping/response-templates.ts'

export interface IntegrationResponse {
  readonly status: number
  readonly headers: readonly MappedHeader[]
  readonly templates: ResponseTemplates
  readonly contentHandling: string | undefined
  /** Whether the method has a response of this status; without one the call fails. */
  readonly isDeclared: boolean
}

interface Candidate {
  readonly pattern: JavaRegex
  readonly response: IntegrationResponse
}

/** Statuses whose choice is remembered; a mock could invent any number of them. */
const MAX_REMEMBERED = 100
/** An error's message can be of any length. */
const MAX_REMEMBERED_LENGTH = 100

/**
 * Chooses by the backend's status, or by the message of a function's error. Of several that match, the one whose own status it is
 * (observed: https://github.com/ministackorg/ministack/pull/1756), else the lowest (inferred).
 */
export class IntegrationResponses {
  readonly #candidates: Candidate[] = []
  readonly #remembered = new Map<string, IntegrationResponse | undefined>()
  #fallback: IntegrationResponse | undefined

  constructor({ integrationResponses }: IntegrationDefinition, methodResponses: Readonly<Record<string, unknown>>) {
    const byStatus = Object.values(integrationResponses).sort((a, b) => Number(a.statusCode) - Number(b.statusCode))
    for (const definition of byStatus) {
      const response = compileResponse(definition, Object.hasOwn(methodResponses, definition.statusCode))
      if (definition.selectionPattern) {
        this.#candidates.push({ pattern: compileJavaRegex(definition.selectionPattern), response })
      } else {
        this.#fallback ??= response
      }
    }
  }

  /** The pattern must match the whole of it (inferred from Java's `matches`); an entry without one serves what no pattern matches. */
  choose(selection: string | undefined): IntegrationResponse | undefined {
    if (selection === undefined) return this.#fallback
    const remembered = this.#remembered.get(selection)
    if (remembered) return remembered
    const matching = this.#candidates.filter(({ pattern }) => javaMatches(pattern, selection))
    const own = matching.find(({ response }) => String(response.status) === selection)
    const chosen = (own ?? matching[0])?.response ?? this.#fallback
    if (this.#remembered.size < MAX_REMEMBERED && selection.length <= MAX_REMEMBERED_LENGTH) {
      this.#remembered.set(selection, chosen)
    }
    return chosen
  }
}

function compileResponse(definition: IntegrationResponseDefinition, isDeclared: boolean): IntegrationResponse {
  return {
    status: Number(definition.statusCode),
    headers: compileHeaders(definition.responseParameters, 'method.response.header.', clientName),
    templates: new ResponseTemplates(definition.responseTemplates),
    contentHandling: definition.contentHandling,
    isDeclared,
  }
}
