import { dump } from 'js-yaml'
import { isMap, type Json, type JsonMap, listOf } from './json.ts'

export type Rendering = 'json' | 'yaml'

export function renderDocument(root: JsonMap, rendering: Rendering): Uint8Array {
  return Buffer.from(rendering === 'json' ? jsonOf(root, '') : yamlOf(root))
}

/** Spaced as API Gateway spaces its exports (observed: `"swagger" : "2.0"`, lists on the line of their brackets). */
function jsonOf(value: Json, indent: string): string {
  if (Array.isArray(value)) {
    const items = listOf(value).map((item) => jsonOf(item, indent))
    return items.length === 0 ? '[ ]' : `[ ${items.join(', ')} ]`
  }
  if (!isMap(value)) return JSON.stringify(value)
  const inner = `${indent}  `
  const members = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)} : ${jsonOf(item, inner)}`)
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`
}

/** Texts in double quotes and lists at the level of their key (observed, as for JSON). */
function yamlOf(root: JsonMap): string {
  const text = dump(root, { lineWidth: -1, forceQuotes: true, quoteStyle: 'double', seqNoIndent: true })
  return `---\n${text}`
}
