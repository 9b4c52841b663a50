import { arnOf, parseArn } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'
import { hierarchyTooDeep, parameterNotFound, reservedName, validationException } from './errors.ts'

const MAX_LEVELS = 15
const MAX_CHARACTERS = 1011

const PATH_RULES =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths ' +
  'divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_'

/** The rules for a new parameter's name. */
export function checkParameterName(name: string): void {
  const isPath = name.includes('/')
  const bare = name.replace(/^\/+/, '').toLowerCase()
  if (bare.startsWith('aws')) {
    if (isPath) throw reservedName(name)
    throw validationException('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).')
  }
  if (bare.startsWith('ssm') || !/^\/?[\w.-]+(\/[\w.-]+)*$/.test(name)) throw validationException(PATH_RULES)
  if (isPath && !name.startsWith('/')) throw validationException('Parameter name must be a fully qualified name.')
  if (name.split('/').length - 1 > MAX_LEVELS) throw hierarchyTooDeep(MAX_LEVELS)
  if (name.length > MAX_CHARACTERS) {
    throw validationException(`Parameter name must not be longer than ${MAX_CHARACTERS} characters.`)
  }
}

/** `parameter/name`, and `parameter/a/b` for a path: the leading slash is not doubled. */
export function parameterArn(place: Place, name: string): string {
  return arnOf('ssm', place, `parameter${name.startsWith('/') ? '' : '/'}${name}`)
}

export interface ParameterReference {
  /** A plain name may have come from an ARN, where `/name` and `name` look alike; the second is then tried too. */
  readonly names: readonly string[]
  /** Version number or label, without the colon. */
  readonly selector: string | undefined
}

/** Reads `name`, `name:3`, `name:label` or the ARN of a parameter of this place. */
export function parseReference(text: string, place: Place): ParameterReference {
  const arn = text.startsWith('arn:') ? parseArn(text) : undefined
  if (!arn) {
    const [name = '', selector] = splitSelector(text)
    return { names: [name], selector }
  }
  const [path = '', selector] = splitSelector(arn.resource)
  const name = /^parameter(\/.+)$/.exec(path)?.[1]
  const here = arn.service === 'ssm' && arn.region === place.region && arn.account === place.account
  if (!name || !here) throw parameterNotFound()
  return { names: [name, name.slice(1)], selector }
}

function splitSelector(text: string): string[] {
  const colon = text.lastIndexOf(':')
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)]
}
