// `npm run build`: checks the types and writes modules for tools into packages/runtime/build, then what runs into
// packages/runtime/dist: a few files instead of hundreds, which halves the time from start to ready.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { binary, root, run } from './setup.mjs'

const runtime = join(root, 'packages', 'runtime')
run(undefined, process.execPath, [binary('tsc'), '-b', runtime], { name: 'Compiling' })
rmSync(join(runtime, 'dist'), { recursive: true, force: true })
await build({
  // All files in one folder: `src/package-files.ts` relies on it.
  entryPoints: { main: join(runtime, 'src', 'cli', 'main.ts'), index: join(runtime, 'src', 'index.ts') },
  outdir: join(runtime, 'dist'),
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
})
