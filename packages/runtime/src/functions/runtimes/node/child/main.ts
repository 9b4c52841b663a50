// What runs in the processes of Node functions: `node dist/node-runtime.cjs GENERATION`. Bundled into that one file.
//
// AWS's client for Node has two generations: the third runs nodejs22.x and older, the fourth nodejs24.x. They differ in
// more than they share, and functions rely on either, so each is rebuilt here as its source does it.
import { patchConsole } from './console.ts'
import { runFourth } from './fourth.ts'
import { provideGlobals } from './globals.ts'
import { resolveLikeNodePath } from './node-path.ts'
import { writeOutputAtOnce } from './output.ts'
import { openPipe } from './pipe.ts'
import { runThird } from './third.ts'

const [generation, ...flags] = process.argv.splice(2)
const pipe = openPipe(3)
if (flags.includes('inspect')) {
  const debuggerUrl = process.getBuiltinModule('node:inspector').url()
  if (debuggerUrl) pipe.debuggable(debuggerUrl)
}
if (flags.includes('node-path')) resolveLikeNodePath()

const run = generation === '3' ? runThird : runFourth
writeOutputAtOnce()
patchConsole(pipe, generation === '3' ? 'undefined' : '-')
provideGlobals(generation === '3' ? undefined : '-')
run(pipe, { taskRoot: process.env.LAMBDA_TASK_ROOT ?? process.cwd(), handler: process.env._HANDLER ?? '' })
