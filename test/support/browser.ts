import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { root } from './paths.ts'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The system's own Chromium; npm test installs it where there is apt-get. */
export const chromiumPath = PATHS.find((path) => existsSync(path))

/** Gives a page the function `attack(origin, query)`. */
export const hostileScript = join(root, 'test', 'support', 'hostile-page.js')

/** An empty page on a port of its own. */
export async function servePage(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server: Server = createServer((_, response) =>
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>page</title>'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
