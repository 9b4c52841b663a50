// Everything that `npm run docs` writes, as path and text.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup.mjs'
import { adminApiPage } from './admin-api.mjs'
import { cliPage } from './cli.mjs'
import { fidelityTables, neighboursTable } from './fidelity.mjs'
import { operationsPage } from './operations.mjs'
import { resourceTypesPage } from './resource-types.mjs'
import { openRuntimeParts } from './runtime-parts.mjs'
import { testingApiPage } from './testing-api.mjs'

const FIDELITY = 'docs/fidelity.md'
const RECORDED = 'docs/guide/recorded-resources.md'
/** npm packs what lies in the package's own folder only. */
const PACKED = ['LICENSE', 'NOTICE']

/** Resolves with a map of paths, relative to the root, to what they should hold. */
export async function generate() {
  const parts = await openRuntimeParts()
  try {
    return new Map([
      ['docs/reference/admin-api.md', await adminApiPage()],
      ['docs/reference/cli.md', cliPage()],
      ['docs/reference/operations.md', operationsPage(parts)],
      ['docs/reference/resource-types.md', await resourceTypesPage(parts)],
      ['docs/reference/testing.md', testingApiPage()],
      [FIDELITY, withTables(FIDELITY, fidelityTables(parts))],
      [RECORDED, withTables(RECORDED, { neighbours: neighboursTable(parts) })],
      ...PACKED.map((name) => /** @type {[string, string]} */ ([`packages/runtime/${name}`, read(name)])),
    ])
  } finally {
    await parts.close()
  }
}

/** Puts each table between `<!-- begin NAME -->` and `<!-- end NAME -->`. */
function withTables(path, tables) {
  return Object.entries(tables).reduce((result, [name, table]) => {
    const marked = new RegExp(`(<!-- begin ${name} -->\\n)[\\s\\S]*?(\\n?<!-- end ${name} -->)`)
    if (!marked.test(result)) throw new Error(`${path} has no markers for ${name}`)
    return result.replace(marked, (_, begin) => `${begin}\n${table}\n\n<!-- end ${name} -->`)
  }, read(path))
}

function read(path) {
  return readFileSync(join(root, path), 'utf8')
}
