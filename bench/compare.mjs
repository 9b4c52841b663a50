// `node bench/compare.mjs`: one list of checks, put to Sallyport and to other emulators that a registry has, and
// docs/comparison.md written from what came of it. Nothing of the others is kept: each is installed, started, asked and
// stopped.
//
//   node bench/compare.mjs                       all of them, and the page
//   node bench/compare.mjs --only moto           one of them; nothing is written
//   node bench/compare.mjs --endpoint URL        whatever answers there; nothing is written
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CHECKS } from './compare/checks.mjs'
import { comparisonPage } from './compare/page.mjs'
import { PEERS } from './compare/peers.mjs'
import { root, wallSeconds } from './processes.mjs'

const { values: flags } = parseArgs({ options: { only: { type: 'string' }, endpoint: { type: 'string' } } })
/** For one check: whoever takes longer does not do it. */
const PATIENCE_MS = 60_000

const folder = mkdtempSync(join(tmpdir(), 'sallyport-compare-'))
const assembly = join(folder, 'cdk.out')
const backend = createServer((_, response) => response.end('from the backend'))
await new Promise((resolve) => backend.listen(0, '127.0.0.1', () => resolve(undefined)))

const { port: backendPort } = /** @type {import('node:net').AddressInfo} */ (backend.address())

try {
  const example = join(root, 'examples', 'client-credentials')
  const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true', AWS_EC2_METADATA_DISABLED: 'true' }
  const cdk = join(root, 'node_modules', '.bin', 'cdk')
  await wallSeconds(cdk, ['synth', '--quiet', '--output', assembly], { cwd: example, env })
  if (flags.endpoint) await scoreOf({ name: flags.endpoint, start: given(flags.endpoint) })
  else {
    const chosen = PEERS.filter(({ name }) => flags.only === undefined || name.toLowerCase() === flags.only)
    const scores = []
    for (const peer of chosen) scores.push(await scoreOf(peer))
    if (flags.only === undefined) writeFileSync(join(root, 'docs', 'comparison.md'), comparisonPage(CHECKS, scores))
  }
} finally {
  backend.close()
  rmSync(folder, { recursive: true, force: true })
}

function given(origin) {
  return async () => ({ origin, stop: async () => {} })
}

/** What became of each check, by its name: `true`, or why not. */
async function scoreOf(peer) {
  if (peer.notRun) return peer
  console.log(`\n${peer.name}`)
  const server = await peer.start()
  const world = { origin: server.origin, assembly, backend: `http://127.0.0.1:${backendPort}/`, made: {} }
  const results = {}
  try {
    for (const { name, check } of CHECKS) {
      results[name] = await within(check(world)).then(
        () => true,
        (error) =>
          String(error.message ?? error)
            .split('\n')[0]
            .slice(0, 200) || error.name,
      )
      console.log(
        `  ${results[name] === true ? '✓' : '✗'} ${name}${results[name] === true ? '' : `: ${results[name]}`}`,
      )
    }
  } finally {
    await server.stop()
  }
  return { ...peer, results }
}

function within(work) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
