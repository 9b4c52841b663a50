// `npm run build`: checks the types and writes modules for tools into packages/runtime/build, then what runs into
// packages/runtime/dist: a few files instead of hundreds. The console's pages go into packages/runtime/console.
import { join } from 'node:path'
import { bundle } from './bundle/bundle.mjs'
import { bundleConsole } from './bundle/console.mjs'
import { compiler, root, run } from './setup.mjs'

const runtime = join(root, 'packages', 'runtime')
run(undefined, process.execPath, [compiler, '-b', runtime], { name: 'Compiling' })
await Promise.all([bundle(runtime), bundleConsole(join(root, 'packages', 'console'), join(runtime, 'console'))])
