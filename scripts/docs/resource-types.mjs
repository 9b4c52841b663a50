// docs/reference/resource-types.md: what each CloudFormation type gives and takes.
import { readResourceTypes } from './known-types.mjs'
import { code, codeList, GENERATED, page, sorted, table } from './markdown.mjs'
import { makeOneOfEach } from './one-of-each.mjs'

const MAX_DEPTH = 8

export async function resourceTypesPage(parts) {
  const { resourceTypes, specification } = parts
  const made = await makeOneOfEach(parts)
  const unbuilt = readResourceTypes().filter((type) => !resourceTypes.some((emulated) => emulated.type === type))
  return page(
    '# CloudFormation resource types',
    GENERATED,
    [
      '**Emulated** properties do what they say. **Recorded** ones are stored and returned, and have no effect here. ' +
        '**Refused** ones fail the deployment by name. A property speaks for all that is inside it, unless something ' +
        'inside it is listed separately. A few refused ones can be [recorded on ' +
        'demand](../guide/recorded-resources.md#parts-of-emulated-types). What `Ref` and `Fn::GetAtt` give was read off a resource of each type.',
    ],
    table(
      ['type', 'emulated', 'recorded', 'refused'],
      resourceTypes.map((type) => {
        const { emulated, recorded, refused } = propertiesOf(type, specification)
        return [`[${code(type.type)}](#${anchor(type.type)})`, emulated.length, recorded.length, refused.length]
      }),
    ),
    resourceTypes.flatMap((type) => sectionOf(type, parts.specification, made.get(type.type))),
    '## Every other type',
    `AWS has ${unbuilt.length} more types. Those that change no token and no call are [recorded by ` +
      'default](../guide/recorded-resources.md). A template that uses another one fails before anything is made, ' +
      "unless the server was started with `--record` and its name, or `--record '*'`. A recorded resource has an id " +
      "and attributes in AWS's form, its events say that it is recorded only, and nothing else happens.",
  )
}

function sectionOf(type, specification, { reference, attributes }) {
  const { emulated, recorded, refused, replaced } = propertiesOf(type, specification)
  const lines = [
    `- \`Ref\`: ${reference}`,
    `- \`Fn::GetAtt\`: ${codeList(attributes)}`,
    `- emulated: ${codeList(emulated)}`,
    ...(recorded.length > 0 ? [`- recorded: ${codeList(recorded)}`] : []),
    ...(refused.length > 0 ? [`- refused: ${codeList(refused)}`] : []),
    `- replaced by a change of: ${codeList(replaced)}`,
    ...(type.nameProperty ? [`- named by ${code(type.nameProperty)}: cannot be replaced under the same name`] : []),
  ]
  return [`## ${type.type}`, lines.join('\n')]
}

/** A type's properties by what becomes of them, and those whose change replaces the resource. */
export function propertiesOf({ type, properties: listed, replaceOn = [] }, specification) {
  const { properties = {}, definitions = {} } = specification.find(type) ?? {}
  const byFidelity = (fidelity) => sorted(Object.keys(listed).filter((path) => listed[path] === fidelity))
  const refused = sorted([...refusedIn(properties, '', listed, definitions), ...byFidelity('recordable')])
  const replacing = replacingIn(properties, '', definitions).filter((path) => !refused.includes(path.split('.')[0]))
  return {
    emulated: byFidelity('emulated'),
    recorded: byFidelity('recorded'),
    refused,
    replaced: sorted(new Set([...replaceOn, ...replacing])),
  }
}

/** What is neither listed itself nor a part of something listed; a parent is opened only where a part of it is listed. */
function refusedIn(properties, parent, listed, definitions) {
  return Object.entries(properties).flatMap(([name, { type }]) => {
    const path = parent + name
    if (Object.hasOwn(listed, path)) return []
    const isParent = Object.keys(listed).some((other) => other.startsWith(`${path}.`))
    const inner = innerOf(type?.list ?? type, definitions)
    return isParent && inner ? refusedIn(inner, `${path}.`, listed, definitions) : [path]
  })
}

/** Paths of what replaces; a property may be updatable as a whole while one inside it is not. */
function replacingIn(properties, parent, definitions) {
  return Object.entries(properties).flatMap(([name, { type, replaces }]) => {
    const path = parent + name
    if (replaces === 'yes') return [path]
    const inner = innerOf(type, definitions)
    // None of the described types holds itself this way; a guard against one that will.
    return inner && path.split('.').length < MAX_DEPTH ? replacingIn(inner, `${path}.`, definitions) : []
  })
}

function innerOf(type, definitions) {
  return typeof type === 'string' && type.startsWith('#') ? definitions[type.slice(1)] : undefined
}

function anchor(heading) {
  return heading.toLowerCase().replace(/[^a-z0-9 -]/g, '')
}
