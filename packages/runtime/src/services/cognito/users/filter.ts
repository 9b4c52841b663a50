import { invalidParameter } from '../errors.ts'
import { SEARCHABLE, type Searchable } from './search.ts'

export interface UserFilter {
  readonly attribute: Searchable
  readonly value: string
  readonly exact: boolean
}

/** `attribute = "value"` or `attribute ^= "start"`; a backslash goes before a quotation mark (documented). */
const FILTER = /^\s*"?([^\s"^=]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/

/** Texts observed; of the malformed filter recorded (aws/aws-sdk-php#1088). */
export function readFilter(text: string | undefined): UserFilter | undefined {
  if (!text) return undefined
  const [, attribute = '', operator, quoted = ''] = FILTER.exec(text) ?? []
  if (operator === undefined) throw invalidParameter('Error while parsing filter.')
  const searchable = SEARCHABLE.find((name) => name === attribute)
  if (!searchable) throw invalidParameter('Input fails to satisfy the constraints.')
  const value = quoted.replace(/\\(.)/g, '$1')
  return {
    attribute: searchable,
    value: searchable === 'cognito:user_status' ? value.toLowerCase() : value,
    exact: operator === '=',
  }
}
