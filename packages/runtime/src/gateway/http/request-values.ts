import { own } from '../../kernel/own.ts'
import { joinedQuery } from '../../kernel/payload-format-2/event.ts'
import type { HttpApiCall } from './call.ts'

/** Path variables and their decoded values, in turn: name, value, name, value. */
export type PathParameters = readonly string[]

/** What the client sent beside the body, by name; read when first asked for. */
export class RequestValues {
  readonly #call: HttpApiCall
  readonly #pathParameters: PathParameters
  #query: Readonly<Record<string, string>> | undefined

  constructor(call: HttpApiCall, pathParameters: PathParameters) {
    this.#call = call
    this.#pathParameters = pathParameters
  }

  /** Values of a header that is repeated are joined by a comma (documented). The name is in lower case. */
  header(key: string): string | undefined {
    const { headers, rawHeaders } = this.#call.request
    const value = own(headers, key)
    if (value === undefined || !value.includes(', ')) return value
    const values: string[] = []
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      if (rawHeaders[i]?.toLowerCase() === key) values.push(rawHeaders[i + 1] as string)
    }
    return values.length > 0 ? values.join(',') : value
  }

  /** The same of the query, whose names are told apart with their case (documented). */
  query(name: string): string | undefined {
    this.#query ??= joinedQuery(this.#call.request.query)
    return own(this.#query, name)
  }

  pathParameter(name: string): string | undefined {
    for (let i = 0; i < this.#pathParameters.length; i += 2) {
      if (this.#pathParameters[i] === name) return this.#pathParameters[i + 1]
    }
    return undefined
  }
}
