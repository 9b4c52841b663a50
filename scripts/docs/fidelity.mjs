// The tables of docs/fidelity.md: what is supported, recorded and refused.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { emulatedIntegrationTypes } from '../../packages/runtime/build/gateway/rest/integrations/index.js'
import { NEIGHBOURS } from '../../packages/runtime/build/services/cloudformation/recorded/neighbours.js'
import { root } from '../setup.mjs'
import { code, codeList, sorted, table } from './markdown.mjs'
import { operationsOf } from './operations.mjs'
import { propertiesOf } from './resource-types.mjs'

const SERVICES = join(root, 'packages', 'runtime', 'src', 'services')

/** By marker: the table that stands there. */
export function fidelityTables({ services, models, resourceTypes, specification }) {
  const properties = resourceTypes.map((type) => ({ type: type.type, ...propertiesOf(type, specification) }))
  const having = (fidelity) => properties.filter((entry) => entry[fidelity].length > 0)
  return {
    supported: table(
      ['service', 'operations', 'refused by name', 'CloudFormation types'],
      services.map((service) => {
        const { emulated, refused } = operationsOf(service, models.of(service.name))
        const types = service.resourceTypes.map(({ type }) => type.split('::').at(-1))
        return [
          `[${code(service.name)}](reference/operations.md#${service.name})`,
          emulated.length,
          refused.length,
          codeList(sorted(types)),
        ]
      }),
    ),
    recorded: table(
      ['type', 'stored and returned, without effect'],
      having('recorded').map(({ type, recorded }) => [code(type), codeList(recorded)]),
    ),
    'refused properties': table(
      ['type', 'refused by name'],
      having('refused').map(({ type, refused }) => [code(type), codeList(refused)]),
    ),
    'refused features': table(
      ['service', '“… is not emulated by Sallyport.”'],
      refusedFeatures().map(({ folder, texts }) => [folder, texts.join('; ')]),
    ),
    integrations: `Integration types: ${codeList(emulatedIntegrationTypes)}.`,
  }
}

/** What is recorded without being asked for, and why. What a service emulates by now is not in question any more. */
export function neighboursTable({ resourceTypes }) {
  const emulated = new Set(resourceTypes.map(({ type }) => type))
  const stale = NEIGHBOURS.flatMap(({ types }) => types).filter((type) => emulated.has(type))
  if (stale.length > 0) throw new Error(`recorded/neighbours.ts lists what is emulated: ${stale.join(', ')}`)
  return table(
    ['', 'types', 'why that changes no token and no call'],
    NEIGHBOURS.map(({ title, types, reason }) => [title, codeList(types), reason]),
  )
}

/** Of each service, what its source refuses by a name of its own; what stands for a value there is a dash here. */
function refusedFeatures() {
  return readdirSync(SERVICES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ folder: name, texts: refusalsIn(join(SERVICES, name)) }))
    .filter(({ texts }) => texts.length > 0)
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
}

function refusalsIn(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /^[^.]+\.ts$/.test(path))
  const texts = files.flatMap((path) => {
    const source = readFileSync(join(folder, path), 'utf8')
    const named = [...source.matchAll(/\b(?:notEmulated|refusePart)\(\s*(['"`])(.*?)\1/g)].map(([, , text]) => text)
    const settings = [...source.matchAll(/refuseSettings\(input, \[([^\]]*)\]/g)].flatMap(([, list]) =>
      [...list.matchAll(/'(\w+)'/g)].map(([, name]) => `The parameter ${name}`),
    )
    return [...named, ...settings]
  })
  // What begins with a value (a type's name, an operation's) is listed elsewhere, or by its own name just above.
  const own = texts.filter((text) => !text.startsWith('$' + '{') && text !== 'The parameter $' + '{name}')
  return sorted(new Set(own.map((text) => text.replace(/\$\{[^}]*\}/g, '–'))))
}
