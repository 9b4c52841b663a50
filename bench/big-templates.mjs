// What mapping templates over bodies of ten megabytes do to the calls of others.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pings } from './calls.mjs'
import { deployMappings } from './deployment.mjs'
import { mainThreadSeconds, runScript } from './processes.mjs'
import { explain, report } from './report.mjs'

const EVERY_MS = 300
const MS = 1200
const BODY = JSON.stringify({ text: 'a b "'.repeat(1_700_000) })
/** Some are answered, some end with their budget. */
const TEMPLATES = {
  none: '',
  trim: '#set($t = $input.body.trim())',
  compareTo: '#set($t = $input.body.compareTo("$input.body!"))',
  replaceAll: '#set($t = $input.body.replaceAll("a (b+)+ ", "c"))',
  split: '#set($t = $input.body.split(" "))',
  path: '#set($t = $input.path("$.text").length())',
  json: '#set($t = $input.json("$"))',
  escapeJavaScript: '#set($t = $util.escapeJavaScript($input.path("$.text")))',
  urlEncode: '#set($t = $util.urlEncode($input.body))',
}

/**
 * `call` is the path of a call that has nothing to do with them, and its token. Judged by the processor time that a
 * template takes beyond the call itself, which is read in parts: nobody is served meanwhile. `node -e 0` takes some 50 ms
 * on an ordinary machine.
 */
export async function bigTemplates(server, call, nodeCpuMs, folder) {
  const api = await deployMappings(server.origin, TEMPLATES)
  const bodyFile = join(folder, 'ten-megabytes.json')
  writeFileSync(bodyFile, BODY)
  const held = []
  const waits = []
  for (const name of Object.keys(TEMPLATES)) {
    const path = `${api}/${name}`
    const given = { origin: server.origin, expected: {}, callers: 1, everyMs: EVERY_MS, ms: MS, bodyFile }
    given.expected[path] = '200 '
    const before = mainThreadSeconds(server.pid)
    const { answered } = await runScript('callers.mjs', given)
    held.push([((mainThreadSeconds(server.pid) - before) / answered[path]) * 1000, name])

    let isDone = false
    const calling = runScript('callers.mjs', given).finally(() => (isDone = true))
    const times = await pings(server, call, () => isDone)
    await calling
    waits.push([times.sort((a, b) => b - a)[0], name])
  }
  const [[bare], ...others] = held
  const longest = Math.max(...others.map(([ms]) => ms - bare))
  const ratio = longest / nodeCpuMs
  const shown = (list) => list.map(([ms, name]) => `${name} ${ms.toFixed(0)} ms`).join(', ')
  const raw = `processor time of a call: ${shown(held)}`
  report('a template over 10 MB, of node -e 0', `x ${ratio.toFixed(2)}`, '<= x 1.50', ratio <= 1.5, raw)
  const worst = Math.max(...waits.map(([ms]) => ms))
  explain('longest of the other calls meanwhile', `${worst.toFixed(0)} ms`, shown(waits))
}
