import type { AvailabilityZone, Filter } from '../../generated/ec2.ts'
import { own } from '../../kernel/own.ts'
import { invalidParameterValue } from './errors.ts'

/** Names of filters and what they look at (documented: API_DescribeAvailabilityZones). */
const FIELDS: Readonly<Record<string, keyof AvailabilityZone>> = {
  'group-name': 'GroupName',
  'group-long-name': 'GroupLongName',
  message: 'Messages',
  'opt-in-status': 'OptInStatus',
  'parent-zone-id': 'ParentZoneId',
  'parent-zone-name': 'ParentZoneName',
  'region-name': 'RegionName',
  state: 'State',
  'zone-id': 'ZoneId',
  'zone-name': 'ZoneName',
  'zone-type': 'ZoneType',
}

/** All filters must hold, and of each one value; `*` and `?` stand for any text and any character (documented). */
export function matchesAll(zone: AvailabilityZone, filters: readonly Filter[]): boolean {
  return filters.every(({ Name = '', Values = [] }) => {
    const field = own(FIELDS, Name)
    if (!field) throw invalidParameterValue(`The filter '${Name}' is invalid`)
    const value = zone[field]
    return Values.some((pattern) => typeof value === 'string' && fits(value, pattern))
  })
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
