// The server behind the API: says what has reached it. `node backend.mjs [port]`
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

const [port = '8080'] = process.argv.slice(2)

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://backend')
  const echo = {
    method: request.method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: request.headers,
    body: await text(request),
  }
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(`${JSON.stringify(echo, null, 2)}\n`)
})

server.listen(Number(port), '127.0.0.1', () => console.log(`Backend on http://127.0.0.1:${server.address().port}`))
