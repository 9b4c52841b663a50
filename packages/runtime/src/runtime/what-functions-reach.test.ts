import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../config/config.ts'
import { authority, startListener } from '../http/listen.harness.ts'
import type { Listener } from '../http/listen.ts'
import { createProxyPass } from '../http/proxy-pass.ts'
import { systemRandom } from '../kernel/random.ts'
import { createFunctionHost } from './function-host.ts'
import { nodeOptions } from './node-options.ts'

const PARTNER = 'partner.example'
const API = 'abc123.execute-api.us-east-1.amazonaws.com'
const run = promisify(execFile)
const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-reach-'))
const pass = createProxyPass(systemRandom)
let partner: Server
let listener: Listener
let variables: Readonly<Record<string, string>>

/** A server of somebody else's under a made-up name, which the proxy alone knows to find. */
beforeAll(async () => {
  const greet = (socket: TLSSocket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\npartner'))
  }
  const secureContext = await authority.contextFor(PARTNER)
  partner = createServer({ SNICallback: (_name, done) => done(null, secureContext) }, greet)
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve))
  listener = await startListener(() => ({ status: 200, headers: [], body: 'emulated' }), {
    pass,
    dial: () => connect((partner.address() as AddressInfo).port, '127.0.0.1'),
  })
  const host = createFunctionHost({
    settings: readConfig({ dataDir }),
    random: systemRandom,
    origin: () => listener.origin,
    proxy: () => pass.address(listener.origin),
    caCertificate: authority.certificate,
  })
  const preload = join(dataDir, 'node-proxy.cjs')
  const entry = fileURLToPath(new URL('../node-proxy/main.ts', import.meta.url))
  await build({ entryPoints: [entry], outfile: preload, bundle: true, platform: 'node', format: 'cjs' })
  const NODE_OPTIONS = nodeOptions('', preload)
  variables = { ...(await host.awsNames()), NODE_OPTIONS, PATH: process.env.PATH ?? '' }
})
afterAll(async () => {
  partner.close()
  await listener.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const ADDRESSES = [`https://${PARTNER}/x`, `https://${API}/prod/`, 'https://sqs.us-east-1.amazonaws.com/']

/** What a program of a function gets at each address: a body, or an error's text. */
async function reached(program: string, args: readonly string[]): Promise<string[]> {
  const { stdout } = await run(program, [...args, ...ADDRESSES], { env: variables })
  return JSON.parse(stdout) as string[]
}

const expected = ['partner', 'emulated', expect.stringMatching(/403/)]

it('fetch of Node reaches others, what is emulated, and no other names of AWS', async () => {
  const program = `Promise.all(process.argv.slice(1).map((url) =>
    fetch(url).then((r) => r.text(), (error) => String(error.cause?.message ?? error)))
  ).then((all) => console.log(JSON.stringify(all)))`
  const texts = await reached(process.execPath, ['-e', program, '--'])
  expect(texts).toEqual(expected)
  expect(texts[2]).toContain('sqs.us-east-1.amazonaws.com:443 is a name of AWS (sqs)')
})

it('so does https of Node', async () => {
  const program = `const { get } = require('node:https')
  Promise.all(process.argv.slice(1).map((url) => new Promise((resolve) => get(url, (response) => {
    let text = ''
    response.on('data', (part) => (text += part)).on('end', () => resolve(text))
  }).on('error', (error) => resolve(error.message))))).then((all) => console.log(JSON.stringify(all)))`
  expect(await reached(process.execPath, ['-e', program, '--'])).toEqual(expected)
})

it('so does urllib of Python', async ({ skip }) => {
  const found = await run('python3', ['--version']).then(
    () => true,
    () => false,
  )
  if (!found) skip('there is no Python here')
  const program = `
import json, sys, urllib.request
def text(url):
    try:
        return urllib.request.urlopen(url).read().decode()
    except Exception as error:
        return str(error)
print(json.dumps([text(url) for url in sys.argv[1:]]))`
  expect(await reached('python3', ['-c', program])).toEqual(expected)
})
