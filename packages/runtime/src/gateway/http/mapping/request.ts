import { headerValue } from '../../header-value.ts'
import type { HttpExchange } from '../exchange.ts'
import { type Change, compileChanges } from './parameters.ts'

/** A request as the integration gets it. */
export interface MappedRequest {
  readonly rawHeaders: readonly string[]
  /** Without the question mark. */
  readonly query: string
  /** Undefined where no mapping sets it. */
  readonly path: string | undefined
}

export type MapRequest = (exchange: HttpExchange) => MappedRequest

export function compileRequestMapping(parameters: Readonly<Record<string, string>> | undefined): MapRequest {
  const changes = compileChanges(parameters, 'request')
  if (changes.length === 0) return ({ call: { request } }) => ({ ...plain(request), path: undefined })
  return (exchange) => {
    const { rawHeaders, query } = exchange.call.request
    let headers: readonly string[] = rawHeaders
    let pairs = query
    let path: string | undefined
    for (const change of changes) {
      const value = change.action === 'remove' ? '' : change.value.read(exchange)
      // What has no value changes nothing (inferred).
      if (value === undefined) continue
      if (change.place === 'header') headers = changedHeaders(headers, change, value)
      else if (change.place === 'querystring') pairs = changedQuery(pairs, change, value)
      else path = value
    }
    return { rawHeaders: headers, query: pairs, path }
  }
}

function plain({ rawHeaders, query }: HttpExchange['call']['request']) {
  return { rawHeaders, query }
}

function changedHeaders(raw: readonly string[], { action, name }: Change, value: string): readonly string[] {
  const key = name.toLowerCase()
  const kept = action === 'append' ? [...raw] : raw.filter((_, i) => raw[i - (i % 2)]?.toLowerCase() !== key)
  return action === 'remove' ? kept : [...kept, name, headerValue(value)]
}

function changedQuery(query: string, { action, name }: Change, value: string): string {
  const parts = query.split('&').filter((part) => part !== '')
  const kept = action === 'append' ? parts : parts.filter((part) => nameOf(part) !== name)
  return (action === 'remove' ? kept : [...kept, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`]).join('&')
}

function nameOf(part: string): string {
  const [[name = ''] = []] = new URLSearchParams(part)
  return name
}
