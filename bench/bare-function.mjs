// The least that a function behind an HTTP server can be: a bare node:http server that hands each request to a child
// process as a line of JSON, an event of the form that AWS gives to functions, and answers with the line that comes back.
// As in an execution environment of AWS, a child has one call at a time; there are as many as there are calls at once.
// Proxied functions are compared with it.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const HANDLER = `async () => ({ statusCode: 200, body: '{"ok":true}' })`
const CHILD = `const handler = ${HANDLER}
  const socket = new (require('net').Socket)({ fd: 3, readable: true, writable: true })
  let text = ''
  socket.setEncoding('utf8').on('data', async (chunk) => {
    text += chunk
    if (!text.endsWith('\\n')) return
    const event = JSON.parse(text)
    text = ''
    socket.write(JSON.stringify(await handler(event)) + '\\n')
  })`

const idle = []

function startChild() {
  const child = spawn(process.execPath, ['-e', CHILD], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] })
  const pipe = /** @type {import('node:net').Socket} */ (child.stdio[3])
  let text = ''
  let answered = (_line) => {}
  pipe.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
    if (!text.endsWith('\n')) return
    const line = text
    text = ''
    answered(line)
  })
  return {
    call(event, then) {
      answered = then
      pipe.write(`${JSON.stringify(event)}\n`)
    },
  }
}

/** @param {import('node:http').IncomingMessage} request */
function eventOf({ method: httpMethod, url: path, headers, headersDistinct, socket }) {
  return {
    resource: path,
    path,
    httpMethod,
    headers,
    multiValueHeaders: headersDistinct,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      resourcePath: path,
      httpMethod,
      requestTime: new Date().toISOString(),
      path,
      accountId: '000000000000',
      protocol: 'HTTP/1.1',
      stage: 'prod',
      requestTimeEpoch: Date.now(),
      requestId: randomUUID(),
      identity: { sourceIp: socket.remoteAddress, userAgent: headers['user-agent'], user: null },
      domainName: headers.host,
      apiId: 'abcdefghij',
    },
    body: null,
    isBase64Encoded: false,
  }
}

const server = createServer((request, response) => {
  const child = idle.pop() ?? startChild()
  child.call(eventOf(request), (line) => {
    idle.push(child)
    const { statusCode, body } = JSON.parse(line)
    response.writeHead(statusCode, { 'content-type': 'application/json' })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(port)
})
