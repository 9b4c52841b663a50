import type { RequestSummary } from '../api/contract.ts'

/** What narrows the list of requests down; what is empty narrows nothing. It stands in the address. */
export interface Filter {
  readonly refused: boolean
  readonly client: string
  readonly api: string
  /** The beginning of a status: `4` or `403`. */
  readonly status: string
  /** Anywhere in the method, the path, the id or the reason, in capitals or not. */
  readonly text: string
}

export function filterOf(params: Readonly<Record<string, string>>): Filter {
  const { client = '', api = '', status = '', text = '' } = params
  return { refused: params.refused === '1', client, api, status, text }
}

export function isEmpty({ refused, client, api, status, text }: Filter): boolean {
  return !refused && client === '' && api === '' && status === '' && text === ''
}

/** The test that a filter is. It is made once for many requests. */
export function matcherOf({ refused, client, api, status, text }: Filter): (request: RequestSummary) => boolean {
  const wanted = text.trim().toLowerCase()
  return (request) =>
    (!refused || request.status >= 400) &&
    (client === '' || request.client === client) &&
    (api === '' || request.api === api) &&
    (status === '' || String(request.status).startsWith(status)) &&
    (wanted === '' || textOf(request).includes(wanted))
}

function textOf({ method, path, requestId, refusal = '' }: RequestSummary): string {
  return `${method} ${path} ${requestId} ${refusal}`.toLowerCase()
}
