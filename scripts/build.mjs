// `npm run build`: checks the types and writes modules for tools into packages/runtime/build, then what runs into
// packages/runtime/dist: a few files instead of hundreds.
import { join } from 'node:path'
import { bundle } from './bundle/bundle.mjs'
import { compiler, root, run } from './setup.mjs'

const runtime = join(root, 'packages', 'runtime')
run(undefined, process.execPath, [compiler, '-b', runtime], { name: 'Compiling' })
await bundle(runtime)
