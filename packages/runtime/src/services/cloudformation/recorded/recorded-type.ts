import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import type { InstantType } from '../../../kernel/resource-type.ts'
import type { TypeSpecification } from '../specification.ts'
import { Appearance } from './appearance.ts'
import { nameLimitOf } from './name-limits.ts'
import type { Outline } from './outline.ts'

/**
 * A type that is recorded: its resources are kept with their properties, look like AWS's to others that refer to them,
 * and do nothing. Ids and attributes are made once; an attribute that repeats a property follows it.
 */
export function recordedType(
  type: string,
  specification: TypeSpecification | undefined,
  outline: Outline | undefined,
): InstantType {
  const names = Object.keys(specification?.properties ?? {})
  const plainAttributes = (id: string, properties: JsonObject) =>
    Object.fromEntries((specification?.attributes ?? []).map((name) => [name, properties[name] ?? `${id}-${name}`]))
  return {
    type,
    properties: Object.fromEntries(names.map((name) => [name, 'recorded' as const])),
    async create(properties, { place, generateName }) {
      const generatedName = generateName(nameLimitOf(type))
      // A custom resource, or a type of which nothing is published: whatever else is asked for is made up then.
      if (!outline) return { physicalId: generatedName, attributes: plainAttributes(generatedName, properties) }
      const appearance = new Appearance({ type, outline, properties, place, generatedName })
      const attributes = Object.keys(outline.attributes).map((name) => [name, appearance.value(name)])
      return { physicalId: appearance.physicalId, attributes: Object.fromEntries(attributes) }
    },
    update: async (properties, { physicalId, attributes }) => ({
      physicalId,
      attributes: { ...attributes, ...repeated(attributes, properties) },
    }),
    remove: async () => {},
  }
}

function repeated(attributes: Readonly<Record<string, JsonValue>>, properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => Object.hasOwn(attributes, name)))
}

/** Whether any attribute may be asked of a type: what its function or its template returns is not known here. */
export function hasOpenAttributes(type: string, attribute: string): boolean {
  if (isCustomResource(type)) return true
  return type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')
}

export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
}
