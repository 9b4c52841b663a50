import { entryOf, type JsonMap, listOf, mapOf, textOf } from './json.ts'
import type { OpenApiDocument } from './read-document.ts'

export const BASE_PATH_MODES = ['ignore', 'prepend', 'split'] as const
export type BasePathMode = (typeof BASE_PATH_MODES)[number]

/** What an import puts before every path (recorded on AWS for REST APIs: `split` drops the first segment). */
export function prefixOf(document: OpenApiDocument, mode: BasePathMode): readonly string[] {
  if (mode === 'ignore') return []
  const segments = basePathOf(document)
  return mode === 'split' ? segments.slice(1) : segments
}

/**
 * The segments before every path. Of OpenAPI 3.0 the first variable `basePath` of a server is it, even where no address
 * mentions it, else the path of the first server (documented: api-gateway-import-api-basePath).
 */
export function basePathOf({ dialect, root }: OpenApiDocument): readonly string[] {
  if (dialect === 'swagger') return segmentsOf(textOf(root.basePath) ?? '')
  const servers = listOf(root.servers).map(mapOf)
  for (const server of servers) {
    const given = textOf(mapOf(entryOf(mapOf(server.variables), 'basePath')).default)
    if (given !== undefined) return segmentsOf(given)
  }
  const [first] = servers
  return first ? segmentsOf(pathOf(substituted(first))) : []
}

export function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function substituted(server: JsonMap): string {
  const variables = mapOf(server.variables)
  const defaultOf = (name: string) => textOf(mapOf(entryOf(variables, name)).default)
  return (textOf(server.url) ?? '').replace(/\{([^{}]*)\}/g, (whole, name: string) => defaultOf(name) ?? whole)
}

/** Of an address, or of a path alone. */
function pathOf(url: string): string {
  return url.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, '').replace(/[?#].*$/s, '')
}
