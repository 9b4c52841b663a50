import type { Exchange } from '../exchange.ts'
import { compileSource, type Source } from './source.ts'

export type RequestPlace = 'path' | 'querystring' | 'header'

/** A parameter of the integration's request, and where its value comes from. */
export interface MappedParameter {
  readonly place: RequestPlace
  readonly name: string
  readonly source: Source
}

/** A value that found its place. */
export interface RequestParameter {
  readonly place: RequestPlace
  readonly name: string
  readonly values: readonly string[]
}

export const NO_PARAMETERS: readonly RequestParameter[] = []

const TARGET = /^integration\.request\.(path|querystring|header)\.(.+)$/

/** Compiles `integration.request.{place}.{name}`: source. */
export function compileParameters(parameters: Readonly<Record<string, string>> = {}): readonly MappedParameter[] {
  return Object.entries(parameters).map(([target, text]) => {
    const source = compileSource(text)
    const [, place, name] = TARGET.exec(target) ?? []
    if (!source || place === undefined || name === undefined) throw new Error(`the mapping of ${target} cannot be read`)
    return { place: place as RequestPlace, name, source }
  })
}

/** What has no value is left out. */
export function readParameters(mapped: readonly MappedParameter[], exchange: Exchange): readonly RequestParameter[] {
  if (!mapped.length) return NO_PARAMETERS
  return mapped.flatMap(({ place, name, source }) => {
    const values = source.readAll?.(exchange) ?? asList(source.read(exchange))
    return values.length ? [{ place, name, values }] : []
  })
}

function asList(value: string | undefined): string[] {
  return value === undefined ? [] : [value]
}
