// `npm run bench`: installs and builds what is missing, then measures.
import { ensureBuilt, ensureInstalled, run } from './setup.mjs'

ensureInstalled()
ensureBuilt()
run(undefined, process.execPath, ['bench/run.mjs', ...process.argv.slice(2)])
