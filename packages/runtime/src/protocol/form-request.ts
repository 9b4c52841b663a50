import type { WireRequest } from '../kernel/wire.ts'
import { MalformedQuery, parseQuery, type QueryParameters } from './query-parameters.ts'
import { malformedQueryString } from './wire-errors.ts'

/** Whether the body is a form. The AWS CLI names a character set behind the type, the SDKs do not. */
export function carriesForm({ method, headers }: Pick<WireRequest, 'method' | 'headers'>): boolean {
  return method === 'POST' && (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
}

/** The fields of a query request, from the body or the address. Undefined when they cannot be read. */
export function formOf(request: WireRequest): QueryParameters | undefined {
  try {
    return requireForm(request)
  } catch {
    return undefined
  }
}

interface ParsedForm {
  /** A request is judged by its head first, when its body has not come yet. */
  readonly body: Buffer
  readonly form: QueryParameters
}

const parsed = new WeakMap<WireRequest, ParsedForm>()

/** As {@link formOf}, with the refusal of the query services. Read once for each request. */
export function requireForm(request: WireRequest): QueryParameters {
  const known = parsed.get(request)
  if (known?.body === request.body) return known.form
  const body = carriesForm(request) ? utf8(request.body) : ''
  const form = readQuery(body && request.query ? `${body}&${request.query}` : body || request.query)
  parsed.set(request, { body: request.body, form })
  return form
}

/** A query string, or the refusal of the query services when its encoding is broken. */
export function readQuery(text: string): QueryParameters {
  try {
    return parseQuery(text)
  } catch (error) {
    if (error instanceof MalformedQuery) throw malformedQueryString()
    throw error
  }
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw malformedQueryString()
  }
}
