// What `sallyport dev` has the Node of an app load first, through NODE_OPTIONS: it loads the libraries that the app loaded
// the time before, and waits until the app is wanted. That is most of an app's time, and none of it depends on the app.
// Each process runs the app once.
//
// It is built as one file of CommonJS, and does nothing in other programs on the way to the app, such as npx.
import { realpathSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { isAppProcess } from './app-process.ts'
import { knock, listenAtDoor } from './door.ts'
import { stampFiles } from './file-stamps.ts'
import { readAhead, whatWasLoaded } from './read-ahead.ts'
import { readRecord, writeRecord } from './run-record.ts'
import { DocumentKeeper } from './typescript-documents.ts'
import { parseWarmRun, WARM_RUN } from './warm-run.ts'

const given = process.env[WARM_RUN]
// A thread that loads modules for the app has nothing to wait for, and its app waits for it.
if (!listenAtDoor() && isMainThread && given && isAppProcess(process.argv, process.cwd(), realPath)) warm(given)

function warm(text: string): void {
  const run = parseWarmRun(text)
  const door = knock(run.address, `${run.id}\n`)
  // What the app and its children see is what they would have seen.
  delete process.env[WARM_RUN]
  if (run.nodeOptions === undefined) delete process.env.NODE_OPTIONS
  else process.env.NODE_OPTIONS = run.nodeOptions
  const directory = process.cwd()
  const main = realPath(process.argv[1] ?? '')
  const load = createRequire(join(directory, 'app.js'))
  const documents = new DocumentKeeper(load)
  const record = readRecord(run.recordFile)
  const isUnchanged = stampFiles(record, directory)
  readAhead(record, load, documents)
  const compiler = record.compiler?.module ?? compilerOf(main)
  if (compiler) documents.attach(compiler)
  if (!door.wait()) process.exit(0)
  if (!isUnchanged()) {
    writeFileSync(run.staleFile, '')
    process.exit(0)
  }
  process.once('uncaughtExceptionMonitor', ({ stack = '' }) => writeFileSync(run.errorFile, stack))
  process.once('exit', () => writeRecord(run.recordFile, whatWasLoaded(load.cache, main, documents)))
}

/** Where ts-node runs the app: it takes the compiler from where the app would. */
function compilerOf(main: string): string | undefined {
  if (![main, ...process.execArgv].some((text) => /\bts-node[\\/]/.test(text))) return undefined
  try {
    return createRequire(join(process.cwd(), 'app.js')).resolve('typescript')
  } catch {
    return undefined
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
