import { readPackageFile } from '../../package-files.ts'
import { type FindOutline, readOutline, toSpecification } from './recorded/outline.ts'
import { hasOpenAttributes, isCustomResource } from './recorded/recorded-type.ts'

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
  /** Undefined: a custom resource, or a type that AWS does not have. */
  find(type: string): TypeSpecification | undefined
  /** AWS has such a type, described here or not. */
  isKnown(type: string): boolean
  /** True as well where nobody can tell: of custom resources, and of the outputs of a nested stack. */
  hasAttribute(type: string, attribute: string): boolean
}

/**
 * Reads the model from the package when it is first needed. Of types that it knows by name only, the outline tells the
 * properties and attributes, read when one of them is used.
 */
export function lazySpecification(
  read: () => ResourceTypesModel = readResourceTypes,
  outlineOf: FindOutline = readOutline,
): Specification {
  let loaded: { types: ResourceTypesModel['types']; known: ReadonlySet<string> } | undefined
  const model = () => {
    if (!loaded) {
      const { types, known } = read()
      loaded = { types, known: new Set(known) }
    }
    return loaded
  }
  const outlined = new Map<string, TypeSpecification | undefined>()
  const find = (type: string) => {
    if (isCustomResource(type)) return undefined
    const { types } = model()
    if (Object.hasOwn(types, type)) return types[type]
    if (!outlined.has(type)) {
      const outline = outlineOf(type)
      outlined.set(type, outline && toSpecification(outline))
    }
    return outlined.get(type)
  }
  return {
    find,
    isKnown: (type) => model().known.has(type) || type.startsWith('Custom::'),
    hasAttribute: (type, attribute) =>
      hasOpenAttributes(type, attribute) || (find(type)?.attributes.includes(attribute) ?? true),
  }
}

export function readResourceTypes(): ResourceTypesModel {
  return JSON.parse(readPackageFile('models/resource-types.json')) as ResourceTypesModel
}
