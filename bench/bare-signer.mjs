// The least that a token endpoint on node:http can be: it reads a form, signs something of a token's size with RS256 in
// the thread pool, and answers. What it reaches is what this machine leaves after HTTP and the client, which shares its
// cores.
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const input = Buffer.from('x'.repeat(560))

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    sign('sha256', input, privateKey, (error, signature) => {
      if (error) throw error
      const body = `{"access_token":"${input}.${signature.toString('base64url')}"}`
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
      response.end(body)
    })
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(port)
})
