import { DocumentFault } from './fault.ts'
import { entryOf, isMap, type Json, type JsonMap } from './json.ts'

/** Follows references to what stands at their end. */
export type Resolve = (value: Json | undefined) => Json | undefined

export function resolverOf(root: JsonMap): Resolve {
  return (start) => {
    const seen = new Set<string>()
    let value = start
    for (;;) {
      const reference = referenceOf(value)
      if (reference === undefined) return value
      if (seen.has(reference)) throw new DocumentFault(`The reference ${reference} leads back to itself.`)
      seen.add(reference)
      value = lookUp(root, reference)
    }
  }
}

export function referenceOf(value: Json | undefined): string | undefined {
  const reference = isMap(value) ? entryOf(value, '$ref') : undefined
  return typeof reference === 'string' ? reference : undefined
}

/** A JSON pointer within the document (RFC 6901). Other documents are not fetched. */
function lookUp(root: JsonMap, reference: string): Json {
  if (!reference.startsWith('#/')) {
    throw new DocumentFault(`The reference ${reference} leads out of the document.`)
  }
  let value: Json | undefined = root
  for (const segment of reference.slice(2).split('/')) {
    const key = unescaped(segment, reference)
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(key)]
    else value = isMap(value) ? entryOf(value, key) : undefined
  }
  if (value === undefined) throw new DocumentFault(`The reference ${reference} leads nowhere.`)
  return value
}

function unescaped(segment: string, reference: string): string {
  try {
    return decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    throw new DocumentFault(`The reference ${reference} is malformed.`)
  }
}
