import { isReservedHeader } from './reserved-headers.ts'
import { compileSelection, type Selection, type Side } from './selection.ts'

type Action = 'append' | 'overwrite' | 'remove'

/** A change of one parameter on its way. */
export interface Change {
  readonly action: Action
  readonly place: 'header' | 'querystring' | 'path' | 'statuscode'
  /** Empty where there is but one. */
  readonly name: string
  readonly value: Selection
}

const KEY = /^(append|overwrite|remove):(header|querystring)\.(.+)$/
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** By side, what has no name of its own. */
const WHOLE: Readonly<Record<Side, string>> = { request: 'overwrite:path', response: 'overwrite:statuscode' }

/** What is wrong with a mapping, in words for a 400 (inferred); undefined if nothing is. */
export function problemWithMapping(key: string, value: string, side: Side): string | undefined {
  const place = placeOf(key, side)
  if (!place) return `Invalid mapping expression specified: ${key}`
  if (place.place === 'header' && isReservedHeader(place.name)) {
    return `Operations on header ${place.name} are restricted`
  }
  if (place.action === 'remove') return undefined
  if (place.place === 'statuscode') {
    return /^[2-5]\d\d$/.test(value) ? undefined : `Invalid status code specified: ${value}`
  }
  const selected = /\$\{?request\.header\.([\w!#%&'*+.^`|~-]+)/.exec(value)?.[1]
  if (selected && isReservedHeader(selected)) return `Operations on header ${selected} are restricted`
  return compileSelection(value, side) ? undefined : `Invalid mapping expression specified: ${value}`
}

/** In the order in which they were given. Throws for what {@link problemWithMapping} objects to. */
export function compileChanges(parameters: Readonly<Record<string, string>> = {}, side: Side): readonly Change[] {
  return Object.entries(parameters).map(([key, text]) => {
    const place = placeOf(key, side)
    const value = compileSelection(place?.action === 'remove' ? '' : text, side)
    if (!place || !value) throw new Error(`the mapping of ${key} cannot be read`)
    return { ...place, value }
  })
}

function placeOf(key: string, side: Side): Omit<Change, 'value'> | undefined {
  if (key === WHOLE[side]) {
    return { action: 'overwrite', place: side === 'request' ? 'path' : 'statuscode', name: '' }
  }
  const [, action, place, name] = KEY.exec(key) ?? []
  if (action === undefined || name === undefined) return undefined
  if (place === 'header' ? !HEADER_NAME.test(name) : side === 'response') return undefined
  return { action: action as Action, place: place as 'header' | 'querystring', name }
}
