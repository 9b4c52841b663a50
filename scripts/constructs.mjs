// Compiles packages/cdk with jsii, which also checks that every language of the CDK can have its API. That takes twenty
// seconds, so nothing is done while the sources are those of the last time.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { binary, root, run } from './setup.mjs'

const folder = join(root, 'packages', 'cdk')
const sources = join(folder, 'src')
const stamp = join(folder, 'build', 'sources.sha256')

/** Reads what the compiler reads; its version is in the lock file, which is read as well. */
function digest() {
  const hash = createHash('sha256')
  const named = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !/\.(test|harness)\.ts$/.test(name),
  )
  const files = named.sort().map((name) => join(sources, name))
  for (const file of [...files, join(folder, 'package.json'), join(folder, 'README.md')])
    hash.update(readFileSync(file))
  for (const name of ['aws-cdk-lib', 'constructs', 'jsii']) {
    hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')))
  }
  return hash.digest('hex')
}

export function ensureConstructs() {
  const wanted = digest()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  // All packages of this repository share one version of `constructs`, which is newer than the oldest that users may have.
  const quiet = ['--silence-warnings', 'metadata/missing-dev-dependency', '--fail-on-warnings']
  run('Compiling the constructs with jsii', process.execPath, [binary('jsii'), ...quiet], {
    cwd: folder,
    // jsii warns of releases of Node that are no longer maintained, of which Sallyport still supports some.
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
  })
  writeFileSync(stamp, wanted)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureConstructs()
