import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './paths.ts'

const HTML =
  '<!doctype html><title>Amplify</title><script type="module" src="/page.js"></script>' +
  '<button id="in">in</button><button id="out">out</button><button id="refresh">refresh</button><p id="said"></p>'

/** A page with Amplify on a port of its own. */
export interface AmplifyPage {
  readonly url: string
  /** What it is told of a pool, from now on. */
  configure(config: object): void
  close(): Promise<void>
}

export async function serveAmplifyPage(): Promise<AmplifyPage> {
  const entryPoints = [join(root, 'test', 'fixtures', 'amplify-page.js')]
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', target: 'es2022', write: false })
  let config: object = {}
  const server: Server = createServer((request, response) => {
    if (request.url === '/page.js') response.setHeader('Content-Type', 'text/javascript').end(outputFiles[0]?.text)
    else if (request.url === '/config.json') response.end(JSON.stringify(config))
    else response.setHeader('Content-Type', 'text/html').end(HTML)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    configure: (next) => {
      config = next
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
