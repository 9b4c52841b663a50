import type { HeaderList } from '../kernel/wire.ts'
import type { IncomingCall, OperationRef } from './codec.ts'
import { headerText } from './header-text.ts'
import { isTree } from './json-values.ts'
import { type Member, type ServiceModel, type Shape, shapeOf } from './model.ts'
import { readScalarText, writeScalarText } from './scalars.ts'
import { literalQueryOf } from './uri-template.ts'

/** Reads the members of an input that stand in the address and the headers. */
export function readBindings(
  target: OperationRef,
  { labels, query }: IncomingCall,
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const { model, operation } = target
  const result: Record<string, unknown> = {}
  const shape = operation.input && shapeOf(model, operation.input.shape)
  for (const [name, member] of Object.entries(shape?.members ?? {})) {
    const value = readBinding(target, name, member, { labels, query }, headers)
    if (value !== undefined) result[name] = value
  }
  return result
}

function readBinding(
  target: OperationRef,
  name: string,
  member: Member,
  { labels, query }: Pick<IncomingCall, 'labels' | 'query'>,
  headers: Readonly<Record<string, string | undefined>>,
): unknown {
  const shape = shapeOf(target.model, member.shape)
  const wireName = member.locationName ?? name
  switch (member.location) {
    case 'uri':
      return Object.hasOwn(labels, wireName) ? readScalarText(shape, labels[wireName] ?? '') : undefined
    case 'querystring':
      if (shape.type === 'map') return unboundQuery(target, query)
      if (shape.type === 'list') return query.has(wireName) ? query.getAll(wireName) : undefined
      return query.has(wireName) ? readScalarText(shape, query.get(wireName) ?? '') : undefined
    case 'header': {
      const text = headers[wireName.toLowerCase()]
      if (text === undefined) return undefined
      if (shape.type === 'list') return text.split(',').map((item) => item.trim())
      return readScalarText(shape, text)
    }
    case 'headers':
      return prefixedHeaders(wireName.toLowerCase(), headers)
    default:
      return undefined
  }
}

/** A map in the query holds every parameter that has no other meaning. */
function unboundQuery({ model, operation }: OperationRef, query: IncomingCall['query']): unknown {
  const bound = new Set(literalQueryOf(operation.http.uri).map(({ name }) => name))
  const members = operation.input ? shapeOf(model, operation.input.shape).members : {}
  for (const [name, member] of Object.entries(members ?? {})) {
    if (member.location === 'querystring') bound.add(member.locationName ?? name)
  }
  const rest = query.entries.filter(([name]) => !bound.has(name))
  return rest.length ? Object.fromEntries(rest) : undefined
}

function prefixedHeaders(prefix: string, headers: Readonly<Record<string, string | undefined>>): unknown {
  const found = Object.entries(headers).filter(([name, value]) => name.startsWith(prefix) && value !== undefined)
  return found.length ? Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value])) : undefined
}

export interface OutputBindings {
  readonly headers: HeaderList
  /** From a member bound to the status line. */
  readonly status: number | undefined
}

/** The members of an output or error that travel as headers or status. */
export function writeBindings(model: ServiceModel, shape: Shape | undefined, value: unknown): OutputBindings {
  const headers: [string, string][] = []
  let status: number | undefined
  const output = isTree(value) ? value : {}
  for (const [name, member] of Object.entries(shape?.members ?? {})) {
    const item = output[name]
    if (item === undefined || item === null) continue
    const wireName = member.locationName ?? name
    if (member.location === 'header') headers.push([wireName, headerValue(model, member, item)])
    else if (member.location === 'headers' && isTree(item)) {
      for (const [key, text] of Object.entries(item)) headers.push([`${wireName}${key}`, safeHeader(String(text))])
    } else if (member.location === 'statusCode') status = Number(item)
  }
  return { headers, status }
}

function headerValue(model: ServiceModel, member: Member, value: unknown): string {
  const shape = shapeOf(model, member.shape)
  if (Array.isArray(value)) return safeHeader(value.map(String).join(', '))
  return safeHeader(writeScalarText(member, shape, value, 'rfc822'))
}

/** Node refuses to send control characters and anything beyond Latin-1 in a header; values are otherwise kept whole. */
function safeHeader(text: string): string {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text) ? text : headerText(Buffer.from(text, 'utf8').toString('latin1'))
}
