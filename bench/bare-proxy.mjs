// The least that a proxy on node:http and undici can be: it passes each request on to the port that it is given, and the
// answer back, over kept connections. HTTP_PROXY integrations are compared with it.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'

// The same undici that the server uses.
const { Pool } = createRequire(new URL('../packages/runtime/package.json', import.meta.url))('undici')
const pool = new Pool(`http://127.0.0.1:${process.argv[2]}`, { headersTimeout: 0, bodyTimeout: 0 })

const server = createServer((request, response) => {
  pool.request({ path: request.url, method: request.method, headers: request.headers }).then(
    async ({ statusCode, headers, body }) => {
      const bytes = Buffer.from(await body.arrayBuffer())
      delete headers['transfer-encoding']
      response.writeHead(statusCode, { ...headers, 'content-length': bytes.length })
      response.end(bytes)
    },
    (error) => response.writeHead(502).end(error.message),
  )
})
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(port)
})
