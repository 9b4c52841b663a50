// Writes packages/runtime/dist: what `sallyport` runs and what programs import.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { joinPieces, toCommonJs } from './common-js.mjs'
import { cutIntoPieces } from './pieces.mjs'

/** Bundles the sources in `folder`/src into `folder`/dist. Nobody ever finds half of a file there. */
export async function bundle(folder) {
  const dist = join(folder, 'dist')
  const files = await program(folder)
  // Whatever Node a shell has loads it: one that is too old must be able to read it, and do nothing.
  files.set('node-proxy.cjs', await alone(folder, 'node-proxy/main.ts', 'node14'))
  files.set('app-warmer.cjs', await alone(folder, 'app-warmer/main.ts', 'node18'))
  files.set('node-runtime.cjs', await alone(folder, 'functions/runtimes/node/child/main.ts', 'node18'))
  // The package is one of ES modules; these files are not.
  files.set('package.json', '{ "type": "commonjs" }\n')
  mkdirSync(dist, { recursive: true })
  for (const [name, text] of files) {
    writeFileSync(join(dist, `${name}.new`), text)
    renameSync(join(dist, `${name}.new`), join(dist, name))
  }
  // Only now: a shell whose NODE_OPTIONS names one of the files could start no Node in between.
  for (const name of readdirSync(dist)) if (!files.has(name)) rmSync(join(dist, name), { recursive: true, force: true })
}

/**
 * The server is cut where the sources say `import()`, so that a start loads little. What a start loads before it knows
 * what to start, and what it loads then, is joined into one file each. esbuild cuts ES modules only; each piece is turned into a
 * CommonJS module, since an ES module that imports node:http makes Node 22 and 24 load all that it can export, `fetch`
 * and WebSockets among it: 50 ms and 10 MB. Programs import a small ES module that leads there.
 *
 * @param {string} folder
 * @returns {Promise<Map<string, string>>} the files' texts by their names
 */
async function program(folder) {
  const src = join(folder, 'src')
  const { texts, sharedBy, exportsOf } = await cutIntoPieces([
    join(src, 'cli', 'main.ts'),
    join(src, 'index.ts'),
    join(src, 'testing.ts'),
  ])
  const common = sharedBy('src/cli/cli.ts', 'src/cli/commands/start.ts')
  const core = sharedBy('src/cli/serve.ts', 'src/index.ts').filter((name) => !common.includes(name))
  const joined = { 'common.js': common, 'core.js': core }
  const alone = [...texts.keys()].filter((name) => !common.includes(name) && !core.includes(name))
  const files = new Map()
  for (const [file, names] of Object.entries(joined)) files.set(file, await joinPieces(names, texts, joined))
  for (const name of alone) files.set(name, await toCommonJs(texts.get(name), joined))
  files.set('index.mjs', `export { ${exportsOf('src/index.ts').join(', ')} } from './index.js'\n`)
  return files.set('testing.mjs', `export { ${exportsOf('src/testing.ts').join(', ')} } from './testing.js'\n`)
}

/**
 * A program of its own, in one file: nothing else of the server comes with it.
 *
 * @param {string} folder
 * @param {string} entry below `folder`/src
 * @param {string} target
 */
export async function alone(folder, entry, target) {
  const {
    outputFiles: [file],
  } = await build({
    bundle: true,
    packages: 'external',
    platform: 'node',
    logLevel: 'warning',
    write: false,
    entryPoints: [join(folder, 'src', entry)],
    outfile: join(folder, 'dist', 'alone.cjs'),
    target,
    format: 'cjs',
  })
  return file.text
}
