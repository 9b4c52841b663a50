import type { Filter } from '../../generated/ec2.ts'
import { own } from '../../kernel/own.ts'
import { invalidParameterValue } from './errors.ts'

/** By the name of a filter: what of a resource it looks at. */
export type Filterable<Resource> = Readonly<
  Record<string, (resource: Resource) => string | boolean | number | undefined | readonly (string | undefined)[]>
>

interface Tagged {
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[]
}

/** All filters must hold, and of each one value; `*` and `?` stand for any text and any character (documented). */
export function matchesAll<Resource extends object>(
  resource: Resource,
  filters: readonly Filter[],
  filterable: Filterable<Resource>,
): boolean {
  return filters.every(({ Name = '', Values = [] }) => {
    const found = [valuesOf(resource, Name, filterable)].flat().filter((value) => value !== undefined)
    return Values.some((pattern) => found.some((value) => fits(String(value), pattern)))
  })
}

function valuesOf<Resource extends object>(resource: Resource, name: string, filterable: Filterable<Resource>) {
  if (name.startsWith('tag:')) return tagsOf(resource, name.slice('tag:'.length))
  const read = own(filterable, name)
  if (!read) throw invalidParameterValue(`The filter '${name}' is invalid`)
  return read(resource)
}

function tagsOf({ Tags = [] }: Tagged, key: string): readonly (string | undefined)[] {
  return Tags.filter(({ Key }) => Key === key).map(({ Value }) => Value)
}

/** Without backtracking: each `*` takes as little as it can, and what follows decides. */
function fits(text: string, pattern: string): boolean {
  let [at, next, star, resume] = [0, 0, -1, 0]
  while (at < text.length) {
    if (pattern[next] === '*') {
      star = next++
      resume = at
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === text[at])) {
      at++
      next++
    } else if (star >= 0) {
      next = star + 1
      at = ++resume
    } else {
      return false
    }
  }
  return [...pattern.slice(next)].every((character) => character === '*')
}
