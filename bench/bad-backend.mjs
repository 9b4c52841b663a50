// A server that does, by its path, what no backend should. It yields to every other process.
import { createServer } from 'node:http'
import { setPriority } from 'node:os'

setPriority(19)

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x')
const GIGABYTE = 1024

const behaviours = {
  silent() {},
  drip(response) {
    const timer = setInterval(() => response.write('x'), 1000)
    response.on('close', () => clearInterval(timer))
  },
  huge(response) {
    let left = GIGABYTE
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left--
        if (!response.write(MEGABYTE)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  },
  half(response) {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('half', () => response.socket?.destroy())
  },
  reset(response) {
    response.socket.resetAndDestroy()
  },
}

const server = createServer((request, response) => behaviours[request.url.slice(1)](response))
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(port)
})
