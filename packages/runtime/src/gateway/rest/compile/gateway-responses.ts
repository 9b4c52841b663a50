import { own } from '../../../kernel/own.ts'
import type { GatewayResponseDefinition } from '../definition.ts'
import { GATEWAY_RESPONSES, type GatewayResponseType, STOCK_TEMPLATE } from '../gateway-response-types.ts'
import { compileErrorTemplate, type ErrorTemplate } from '../mapping/error-template.ts'
import { compileHeaders, gatewayResponseName, type MappedHeader } from '../mapping/response-headers.ts'

/** A gateway response that the API's owner has changed. */
export interface CustomGatewayResponse {
  readonly status: number
  readonly headers: readonly MappedHeader[]
  /** Undefined: the stock body of the type. The choice by `Accept` is inferred. */
  template(accept: string | undefined): { readonly contentType: string; readonly body: ErrorTemplate } | undefined
}

/** Looks up a type itself, then `DEFAULT_4XX` or `DEFAULT_5XX` by the class of the type's own status. */
export class GatewayResponses {
  readonly #definitions: Readonly<Record<string, GatewayResponseDefinition>>
  readonly #compiled = new Map<GatewayResponseType, CustomGatewayResponse | undefined>()

  constructor(definitions: Readonly<Record<string, GatewayResponseDefinition>>) {
    this.#definitions = definitions
  }

  find(type: GatewayResponseType): CustomGatewayResponse | undefined {
    if (!this.#compiled.has(type)) this.#compiled.set(type, this.#compile(type))
    return this.#compiled.get(type)
  }

  #compile(type: GatewayResponseType): CustomGatewayResponse | undefined {
    const { status } = GATEWAY_RESPONSES[type]
    const fallback = status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
    const definition = own(this.#definitions, type) ?? own(this.#definitions, fallback)
    if (!definition) return undefined
    const templates = new Map(
      Object.entries(definition.responseTemplates).map(([contentType, text]) => [
        contentType,
        text === STOCK_TEMPLATE ? undefined : { contentType, body: compileErrorTemplate(text) },
      ]),
    )
    const [first] = templates.values()
    return {
      status: statusOf(definition.statusCode) ?? status,
      headers: compileHeaders(definition.responseParameters, 'gatewayresponse.header.', gatewayResponseName),
      template(accept) {
        if (accept !== undefined && templates.has(accept)) return templates.get(accept)
        return templates.has('application/json') ? templates.get('application/json') : first
      },
    }
  }
}

function statusOf(text: string | undefined): number | undefined {
  const status = Number(text)
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined
}
