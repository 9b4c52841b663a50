// `npm run build`: checks the types and writes modules for tools into packages/runtime/build, then what runs into
// packages/runtime/dist: a few files instead of hundreds, which halves the time from start to ready.
import { readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { binary, root, run } from './setup.mjs'

const runtime = join(root, 'packages', 'runtime')
run(undefined, process.execPath, [binary('tsc'), '-b', runtime], { name: 'Compiling' })
const dist = join(runtime, 'dist')
const shared = { bundle: true, packages: 'external', platform: 'node', logLevel: 'warning', metafile: true }
const built = await Promise.all([
  build({
    ...shared,
    // All files in one folder: `src/package-files.ts` relies on it.
    entryPoints: { main: join(runtime, 'src', 'cli', 'main.ts'), index: join(runtime, 'src', 'index.ts') },
    outdir: dist,
    chunkNames: '[name]-[hash]',
    splitting: true,
    target: 'node20',
    format: 'esm',
  }),
  // Whatever Node a shell has loads it: one that is too old must be able to read it, and do nothing.
  build({
    ...shared,
    entryPoints: [join(runtime, 'src', 'node-proxy', 'main.ts')],
    outfile: join(dist, 'node-proxy.cjs'),
    target: 'node14',
    format: 'cjs',
  }),
])
// Only now: a shell whose NODE_OPTIONS names one of the files could start no Node in between.
const fresh = new Set(built.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => basename(path))))
for (const name of readdirSync(dist)) if (!fresh.has(name)) rmSync(join(dist, name), { recursive: true, force: true })
