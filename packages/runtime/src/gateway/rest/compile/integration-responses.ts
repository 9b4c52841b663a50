import { compileJavaRegex, type JavaRegex, javaMatches } from '../../../languages/java-regex/java-regex.ts'
import type { IntegrationDefinition, IntegrationResponseDefinition } from '../definition.ts'
import { compileHeaders, type MappedHeader } from '../mapping/response-headers.ts'
import { ResponseTemplates } from '../mapping/response-templates.ts'

export interface IntegrationResponse {
  readonly status: number
  readonly headers: readonly MappedHeader[]
  readonly templates: ResponseTemplates
}

interface Candidate {
  readonly pattern: JavaRegex
  readonly response: IntegrationResponse
}

/** Statuses whose choice is remembered; a mock could invent any number of them. */
const MAX_REMEMBERED = 100

/** Chooses by the backend's status. Several match: the lowest status code first (inferred). */
export class IntegrationResponses {
  readonly #candidates: Candidate[] = []
  readonly #remembered = new Map<string, IntegrationResponse | undefined>()
  #fallback: IntegrationResponse | undefined

  constructor({ integrationResponses }: IntegrationDefinition) {
    const byStatus = Object.values(integrationResponses).sort((a, b) => Number(a.statusCode) - Number(b.statusCode))
    for (const definition of byStatus) {
      const response = compileResponse(definition)
      if (definition.selectionPattern) {
        this.#candidates.push({ pattern: compileJavaRegex(definition.selectionPattern), response })
      } else {
        this.#fallback ??= response
      }
    }
  }

  /** The pattern must match the whole status (inferred from Java's `matches`); an entry without one serves what no pattern matches. */
  choose(status: string): IntegrationResponse | undefined {
    const remembered = this.#remembered.get(status)
    if (remembered) return remembered
    const chosen = this.#candidates.find(({ pattern }) => javaMatches(pattern, status))?.response ?? this.#fallback
    if (this.#remembered.size < MAX_REMEMBERED) this.#remembered.set(status, chosen)
    return chosen
  }
}

function compileResponse(definition: IntegrationResponseDefinition): IntegrationResponse {
  return {
    status: Number(definition.statusCode),
    headers: compileHeaders(definition.responseParameters, 'method.response.header.'),
    templates: new ResponseTemplates(definition.responseTemplates),
  }
}
