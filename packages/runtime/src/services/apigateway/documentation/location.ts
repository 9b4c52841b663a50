import { badRequest } from '../errors.ts'
import type { DocumentationLocation } from './records.ts'

/** The fields that a location may have beside its type. */
type Field = 'path' | 'method' | 'statusCode' | 'name'

const FIELDS: readonly Field[] = ['path', 'method', 'statusCode', 'name']

/** What each type has (documented: DocumentationPartLocation). */
const FIELDS_OF_TYPE: Readonly<Record<string, readonly Field[]>> = {
  API: [],
  AUTHORIZER: ['name'],
  MODEL: ['name'],
  RESOURCE: ['path'],
  METHOD: ['path', 'method'],
  PATH_PARAMETER: ['path', 'method', 'name'],
  QUERY_PARAMETER: ['path', 'method', 'name'],
  REQUEST_HEADER: ['path', 'method', 'name'],
  REQUEST_BODY: ['path', 'method'],
  RESPONSE: ['path', 'method', 'statusCode'],
  RESPONSE_HEADER: ['path', 'method', 'statusCode', 'name'],
  RESPONSE_BODY: ['path', 'method', 'statusCode'],
}

/** In alphabetical order, as refusals name them. */
export const LOCATION_TYPES = Object.keys(FIELDS_OF_TYPE).sort()

/** What is left out is any of them, from the root (documented; that it is filled in was recorded on AWS for a path). */
const DEFAULTS: Readonly<Partial<Record<Field, string>>> = { path: '/', method: '*', statusCode: '*' }

/**
 * A location as it is kept, if it is one. The reference says of request bodies both that they have a name and that they
 * have none; here they have none. The texts are inferred.
 */
export function locationOf(given: DocumentationLocation): DocumentationLocation {
  const { type } = given
  const fields = FIELDS_OF_TYPE[type]
  if (!fields) throw badRequest(`Invalid documentation part type specified: ${type}`)
  const foreign = FIELDS.find((field) => given[field] && !fields.includes(field))
  if (foreign !== undefined) throw badRequest(`Invalid location: '${foreign}' is not a valid field for type '${type}'`)
  const found = fields.map((field) => {
    const value = given[field] || DEFAULTS[field]
    if (!value) throw badRequest(`Invalid location: '${field}' is required for type '${type}'`)
    return [field, value] as const
  })
  const location: DocumentationLocation = { type, ...Object.fromEntries(found) }
  if (location.path?.startsWith('/') === false) throw badRequest(`Invalid location path specified: ${location.path}`)
  return location
}

export function sameLocation(a: DocumentationLocation, b: DocumentationLocation): boolean {
  return locationOrder(a) === locationOrder(b)
}

/** By type and path, as AWS lists them (recorded). */
export function locationOrder({ type, path, method, statusCode, name }: DocumentationLocation): string {
  return JSON.stringify([type, path, method, statusCode, name].map((field) => field ?? ''))
}

/** As a refusal words it: `type 'RESOURCE', path '/pets'` (documented for an API). */
export function locationText(location: DocumentationLocation): string {
  return (['type', ...FIELDS] as const)
    .flatMap((field) => (location[field] === undefined ? [] : [`${field} '${location[field]}'`]))
    .join(', ')
}
