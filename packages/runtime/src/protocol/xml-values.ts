import { isTree } from './json-values.ts'
import { type Member, type ServiceModel, shapeOf, type XmlNamespace } from './model.ts'
import { readScalarText, writeScalarText } from './scalars.ts'
import type { XmlNode } from './xml-reader.ts'
import { element, type XmlElement } from './xml-writer.ts'

/** The elements of a structure's members, in the model's order. Members bound elsewhere (headers) are left out. */
export function membersToXml(model: ServiceModel, shapeName: string, value: unknown): XmlElement[] {
  if (!isTree(value)) return []
  const elements: XmlElement[] = []
  for (const [name, member] of Object.entries(shapeOf(model, shapeName).members ?? {})) {
    const item = value[name]
    if (item === undefined || item === null || member.location || member.xmlAttribute) continue
    elements.push(...valueToXml(model, member.locationName ?? name, member, item))
  }
  return elements
}

/** A value under a name: one element, or one per item for a flattened list or map. */
export function valueToXml(model: ServiceModel, name: string, member: Member, value: unknown): XmlElement[] {
  const shape = shapeOf(model, member.shape)
  const flattened = member.flattened ?? shape.flattened ?? false
  const namespace = namespaceOf(member.xmlNamespace ?? shape.xmlNamespace)
  switch (shape.type) {
    case 'structure':
      return [
        element(name, membersToXml(model, member.shape, value), [...namespace, ...attributesOf(model, member, value)]),
      ]
    case 'list': {
      const item = shape.member
      if (!Array.isArray(value) || !item) return []
      // A member's own name for a flattened list wins over the list's name for its items (S3 writes `<Tag>`).
      const itemName = flattened ? (member.locationName ?? item.locationName ?? name) : (item.locationName ?? 'member')
      const items = value.flatMap((each) => valueToXml(model, itemName, item, each))
      return flattened ? items : [element(name, items, namespace)]
    }
    case 'map': {
      const { key, value: item } = shape
      if (!isTree(value) || !key || !item) return []
      const entries = Object.entries(value)
        .filter(([, each]) => each !== undefined && each !== null)
        .map(([entryKey, each]) =>
          element(flattened ? name : 'entry', [
            element(key.locationName ?? 'key', entryKey),
            ...valueToXml(model, item.locationName ?? 'value', item, each),
          ]),
        )
      return flattened ? entries : [element(name, entries, namespace)]
    }
    default:
      return [element(name, writeScalarText(member, shape, value, 'iso8601'), namespace)]
  }
}

export function namespaceOf(namespace: XmlNamespace | undefined): [string, string][] {
  if (!namespace) return []
  if (typeof namespace === 'string') return [['xmlns', namespace]]
  return [[namespace.prefix ? `xmlns:${namespace.prefix}` : 'xmlns', namespace.uri]]
}

function attributesOf(model: ServiceModel, reference: Member, value: unknown): [string, string][] {
  if (!isTree(value)) return []
  return Object.entries(shapeOf(model, reference.shape).members ?? {})
    .filter(([name, member]) => member.xmlAttribute && value[name] !== undefined)
    .map(([name, member]) => [member.locationName ?? name, String(value[name])])
}

/** Reads an element by its shape. */
export function valueFromXml(model: ServiceModel, member: Member, node: XmlNode): unknown {
  const shape = shapeOf(model, member.shape)
  switch (shape.type) {
    case 'structure': {
      const result: Record<string, unknown> = {}
      for (const [name, part] of Object.entries(shape.members ?? {})) {
        const value = memberFromXml(model, name, part, node)
        if (value !== undefined) result[name] = value
      }
      return result
    }
    case 'list': {
      const item = shape.member
      if (!item) return []
      return node.named(item.locationName ?? 'member').map((each) => valueFromXml(model, item, each))
    }
    case 'map':
      return mapFromXml(model, member, node.named('entry'))
    default:
      return readScalarText(shape, shape.type === 'string' ? node.text : node.text.trim())
  }
}

function memberFromXml(model: ServiceModel, name: string, member: Member, parent: XmlNode): unknown {
  if (member.xmlAttribute) return parent.attribute(localName(member.locationName ?? name))
  const shape = shapeOf(model, member.shape)
  const flattened = member.flattened ?? shape.flattened ?? false
  if (flattened && shape.type === 'list') {
    const item = shape.member
    const found = parent.named(member.locationName ?? item?.locationName ?? name)
    return item && found.length ? found.map((each) => valueFromXml(model, item, each)) : undefined
  }
  const found = parent.named(member.locationName ?? name)
  const first = found[0]
  if (!first) return undefined
  return flattened && shape.type === 'map' ? mapFromXml(model, member, found) : valueFromXml(model, member, first)
}

function mapFromXml(model: ServiceModel, reference: Member, entries: readonly XmlNode[]): unknown {
  const { key, value } = shapeOf(model, reference.shape)
  if (!key || !value) return {}
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const keyNode = entry.named(key.locationName ?? 'key')[0]
      const valueNode = entry.named(value.locationName ?? 'value')[0]
      return keyNode && valueNode ? [[keyNode.text, valueFromXml(model, value, valueNode)]] : []
    }),
  )
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
