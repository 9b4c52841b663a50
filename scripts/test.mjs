// `npm test`: everything that must hold, from a fresh clone. `npm test -- unit e2e` runs only those rings.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureConstructs } from './constructs.mjs'
import { binary, compiler, ensureBuilt, ensureInstalled, root, run } from './setup.mjs'
import { ensureTools } from './test-tools.mjs'

const node = process.execPath
const CHECKED = {
  'The tests type-check': 'test',
  'The scripts and benchmarks type-check': 'scripts',
  'The unit tests type-check': 'packages/runtime/tsconfig.tests.json',
  'The console type-checks': 'packages/console',
  ...Object.fromEntries(
    readdirSync(join(root, 'examples'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [`The example ${name} type-checks`, `examples/${name}`]),
  ),
  'The constructs type-check': 'packages/cdk/tsconfig.tests.json',
  'The apps of the tests type-check': 'test/fixtures',
}
const RINGS = {
  style: () =>
    run('The code is formatted and free of lint', node, [binary('biome'), 'check', '--error-on-warnings', '.']),
  imports: () => run('Imports point one way', node, [binary('depcruise'), 'packages/runtime/src']),
  types: () => {
    for (const [title, project] of Object.entries(CHECKED)) run(title, node, [compiler, '--noEmit', '-p', project])
  },
  docs: () => run('Generated documents are up to date', node, ['scripts/docs.mjs', '--check']),
  unit: () => run('Units and contracts hold', node, [binary('vitest'), 'run', '--project', 'unit']),
  conformance: () => run('Clients we did not write agree', node, [binary('vitest'), 'run', '--project', 'conformance']),
  e2e: () => run('The CDK CLI, curl and the AWS CLI agree', node, [binary('vitest'), 'run', '--project', 'e2e']),
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in RINGS))
if (unknown.length > 0) {
  console.error(`No such ring: ${unknown.join(', ')}. There are: ${Object.keys(RINGS).join(', ')}.`)
  process.exit(2)
}

ensureInstalled()
ensureBuilt()
const rings = asked.length > 0 ? asked : Object.keys(RINGS)
// Examples and packages are made of what jsii compiles; the units are not.
if (rings.includes('types') || rings.includes('e2e')) ensureConstructs()
if (rings.includes('e2e')) ensureTools()
for (const name of rings) RINGS[name]()
console.log(`\n✓ ${rings.join(', ')}: all of it holds.`)
