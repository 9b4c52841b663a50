import { readPackageFile } from '../../package-files.ts'

/** What AWS's published schemas say of resource types (scripts/generate-resource-types.mjs). */
export interface ResourceTypesModel {
  readonly types: Readonly<Record<string, TypeSpecification>>
  readonly known: readonly string[]
}

export interface TypeSpecification {
  readonly properties: PropertySpecifications
  readonly attributes: readonly string[]
  /** Names of the properties that together identify a resource, as an import names them. */
  readonly identifier?: readonly string[]
  readonly tags?: { readonly property: string; readonly form: 'map' | 'list' }
  readonly definitions: Readonly<Record<string, PropertySpecifications>>
}

export type PropertySpecifications = Readonly<Record<string, PropertySpecification>>

export interface PropertySpecification {
  readonly type: PropertyType
  readonly required?: boolean
  /** `maybe`: depends on the values. */
  readonly replaces?: 'yes' | 'maybe'
}

/** A primitive's name (`string`, `integer`, `number`, `boolean`, `json`, `tag`), `#Definition`, or a container. */
export type PropertyType =
  | string
  | { readonly list: PropertyType }
  | { readonly map: PropertyType }
  | { readonly union: readonly PropertyType[] }

export interface Specification {
  find(type: string): TypeSpecification | undefined
  /** AWS has such a type, described here or not. */
  isKnown(type: string): boolean
  /** True as well for types that are known by name only: nobody can tell. */
  hasAttribute(type: string, attribute: string): boolean
}

/** Reads the model from the package when it is first needed. */
export function lazySpecification(read: () => ResourceTypesModel = readResourceTypes): Specification {
  let loaded: { types: ResourceTypesModel['types']; known: ReadonlySet<string> } | undefined
  const model = () => {
    if (!loaded) {
      const { types, known } = read()
      loaded = { types, known: new Set(known) }
    }
    return loaded
  }
  const find = (type: string) => {
    const { types } = model()
    return Object.hasOwn(types, type) ? types[type] : undefined
  }
  return {
    find,
    isKnown: (type) => model().known.has(type) || type.startsWith('Custom::'),
    hasAttribute: (type, attribute) => find(type)?.attributes.includes(attribute) ?? true,
  }
}

export function readResourceTypes(): ResourceTypesModel {
  return JSON.parse(readPackageFile('models/resource-types.json')) as ResourceTypesModel
}
