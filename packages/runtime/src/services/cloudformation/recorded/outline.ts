import { readPackageFile } from '../../../package-files.ts'
import type { PropertySpecifications, PropertyType, TypeSpecification } from '../specification.ts'

/** What a resource of a type looks like from outside, as AWS publishes it (scripts/generate-resource-types.mjs). */
export interface Outline {
  /** Left out where models/resource-types.json has them in full. */
  readonly properties?: PropertySpecifications
  /** Types of what `Fn::GetAtt` gives: a primitive, a list of primitives, or `json`. */
  readonly attributes: Readonly<Record<string, PropertyType>>
  /** Names of the properties and attributes that together identify a resource. */
  readonly identifier: readonly string[]
  /** Those that `Ref` gives, where they are not the identifier. */
  readonly reference?: readonly string[]
  /** `arn:${Partition}:sns:${Region}:${Account}:${TopicName}` */
  readonly arn: string
  /** Attributes with a closed set of values: the one of a resource that has been made. */
  readonly states?: Readonly<Record<string, string>>
  readonly tags?: TypeSpecification['tags']
}

export type FindOutline = (type: string) => Outline | undefined

/** Reads one line of the model for each type that is asked for: the model is large, and few types are recorded. */
export function readOutline(type: string): Outline | undefined {
  const text = readPackageFile('models/recorded-types.json')
  const start = `\n${JSON.stringify(type)}:`
  const at = text.indexOf(start)
  if (at < 0) return undefined
  const end = text.indexOf('\n', at + start.length)
  return JSON.parse(text.slice(at + start.length, end).replace(/,$/, '')) as Outline
}

/** What an outline says of properties and attributes; the inside of properties is not judged. */
export function toSpecification({ properties, attributes, identifier, tags }: Outline): TypeSpecification | undefined {
  return (
    properties && {
      properties,
      attributes: Object.keys(attributes),
      identifier,
      ...(tags ? { tags } : {}),
      definitions: {},
    }
  )
}
