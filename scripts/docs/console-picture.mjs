// Makes docs/images/console.png: the console of a server to which an example has been deployed and called.
// `node scripts/docs/console-picture.mjs`; needs Chromium.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { serverReady } from '../server-ready.mjs'
import { ensureBuilt, root } from '../setup.mjs'

const EXAMPLE = join(root, 'examples', 'lambda-backend')
const cli = join(root, 'packages', 'runtime', 'bin', 'sallyport.js')
const picture = join(root, 'docs', 'images', 'console.png')
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

ensureBuilt()
const server = spawn(process.execPath, [cli, 'start', '--port', '0', '--memory'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const origin = await serverReady(server)
  const deploy = [cli, 'deploy', '--port', new URL(origin).port]
  const { status } = spawnSync(process.execPath, deploy, { cwd: EXAMPLE, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('the example was not deployed')
  const refused = await callAround(origin)
  await takePicture(`${origin}/_sallyport/#/flow/${refused}`)
} finally {
  server.kill()
}

/** Calls as clients do that get along, and as some that do not; the id of one that was refused for its scopes. */
async function callAround(origin) {
  /** @type {(path: string, body?: object) => Promise<any>} */
  const admin = async (path, body) => {
    const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return (await fetch(`${origin}/_sallyport/${path}`, init)).json()
  }
  const { pools, apis } = await admin('map')
  const [{ id: poolId, account, region }] = pools
  const clients = {}
  for (const [name, scopes] of Object.entries({
    catalog: ['widgets/read'],
    workshop: ['widgets/read', 'widgets/write'],
  })) {
    clients[name] = (await admin('clients/create', { account, region, poolId, name, scopes })).client
  }
  const call = (method, path, client, more = {}) => {
    const target = { apiId: apis[0].id, stage: apis[0].stages[0].name, path }
    const as = client && { client: { account, region, poolId, clientId: client.id } }
    return admin('calls', { method, target, ...as, ...more })
  }
  const body = JSON.stringify({ name: 'gear' })
  const headers = [{ name: 'content-type', value: 'application/json' }]
  await call('GET', '/widgets', clients.catalog)
  await call('POST', '/widgets', clients.workshop, { body, headers })
  await call('GET', '/widgets', undefined)
  await call('GET', '/gears', clients.catalog)
  await call('GET', '/widgets', clients.workshop)
  const { requestId } = await call('POST', '/widgets', clients.catalog, { body, headers })
  await call('GET', '/widgets', clients.catalog)
  await call('POST', '/widgets', clients.workshop, { body: '{', headers })
  await call('GET', '/widgets', clients.workshop)
  return requestId
}

async function takePicture(address) {
  // A development dependency of the tests.
  const { chromium } = createRequire(join(root, 'test', 'package.json'))('playwright-core')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(address)
  await page.getByText('What to change').waitFor()
  mkdirSync(join(picture, '..'), { recursive: true })
  await page.screenshot({ path: picture })
  await browser.close()
}
