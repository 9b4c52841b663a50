import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { Agent, get, request as secureRequest } from 'node:https'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { buildConnector, fetch, type getGlobalDispatcher, Agent as UndiciAgent } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { limitedTo } from '../http/admission.ts'
import { createCertificateAuthority } from '../http/certificates.ts'
import { type Listener, listen } from '../http/listen.ts'
import { silentLogger } from '../kernel/logger.ts'
import { directHosts } from './direct-hosts.ts'
import { tunnelFetch } from './fetch-dispatcher.ts'
import { tunnelAgents } from './https-agents.ts'
import { type OpenTunnel, tunnelThrough } from './tunnel.ts'

const NAME = 'sts.us-east-1.amazonaws.com'
const authority = createCertificateAuthority(undefined)
const isDirect = directHosts('localhost,127.0.0.1')
const MANY_BYTES = 4 * 1024 * 1024
const tunnels: string[] = []
let listener: Listener
let ca: string

/** Tunnels through Sallyport's own port, written down. */
const openTunnel: OpenTunnel = (host, port, done) => {
  tunnels.push(`${host}:${port}`)
  return tunnelThrough(new URL(listener.origin), request)(host, port, done)
}

beforeAll(async () => {
  ca = await authority.certificate()
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    handler: ({ host, path, body }) => ({
      status: 200,
      headers: [],
      body: path === '/echo' ? Buffer.from(body).toString('latin1') : `${host}${path}`,
    }),
    authority,
    passthrough: false,
    logger: silentLogger,
    admit: () => limitedTo(2 * MANY_BYTES),
  })
})
afterEach(() => tunnels.splice(0))
afterAll(() => listener.close())

/** What listens in the place of a proxy and does something else. */
async function withProxy(answer: (socket: Socket) => void, use: (proxy: URL) => Promise<void>): Promise<void> {
  const server = createServer((socket) => socket.on('error', () => {}).once('data', () => answer(socket)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(new URL(`http://me:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}`))
  } finally {
    server.close()
  }
}

const outcome = (proxy: URL) =>
  new Promise<Socket>((resolve, reject) =>
    tunnelThrough(proxy, request)(NAME, 443, (error, socket) => (error ? reject(error) : resolve(socket))),
  )

describe('a tunnel', () => {
  it('is opened with the credentials of the proxy', async () => {
    let asked = ''
    const proxy = createServer((socket) => {
      socket.once('data', (chunk) => {
        asked = chunk.toString()
        socket.end('HTTP/1.1 200 OK\r\n\r\nfirst bytes')
      })
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const socket = await outcome(new URL(`http://me:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}`))
    const [first] = await socket.take(1).toArray()
    proxy.close()
    expect(String(first)).toBe('first bytes')
    expect(asked).toMatch(new RegExp(`^CONNECT ${NAME}:443 HTTP/1.1\r\n`))
    expect(asked).toMatch(new RegExp(`^host: ${NAME}:443\r$`, 'im'))
    expect(asked).toContain(`proxy-authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}\r\n`)
  })

  it('is refused with the proxy’s reason, however it comes', async () => {
    const inPieces = (socket: Socket) => {
      socket.write('HTTP/1.1 403 Forbidden\r\n\r\nNot ')
      setImmediate(() => socket.end('today.\n'))
    }
    await withProxy(inPieces, async (proxy) => {
      await expect(outcome(proxy)).rejects.toMatchObject({
        message: `${proxy.origin} opened no tunnel to ${NAME}:443: 403 Forbidden. Not today.`,
        code: 'ERR_PROXY_TUNNEL',
        statusCode: 403,
      })
    })
  })

  it('fails with the proxy’s name where nothing listens or something else does', async () => {
    await expect(outcome(new URL('http://127.0.0.1:1'))).rejects.toMatchObject({
      message: expect.stringContaining(`http://127.0.0.1:1 opened no tunnel to ${NAME}:443: `),
      code: 'ECONNREFUSED',
    })
    await withProxy(
      (socket) => socket.destroy(),
      async (proxy) => {
        await expect(outcome(proxy)).rejects.toMatchObject({ code: 'ECONNRESET' })
      },
    )
  })
})

describe('https', () => {
  class Own extends Agent {}
  tunnelAgents(
    Own.prototype,
    (...args) => openTunnel(...args),
    (...args) => isDirect(...args),
  )

  interface Got {
    readonly text: string
    readonly isReused: boolean
    readonly servername: string | false | null
  }

  const got = (url: string, agent: Agent, options = {}) =>
    new Promise<Got>((resolve, reject) => {
      const asked = get(url, { agent, ca, ...options }, (response) => {
        const { servername = null } = response.socket as TLSSocket & { servername?: string | false }
        let text = ''
        response.on('data', (chunk) => (text += chunk))
        response.on('end', () => resolve({ text, isReused: asked.reusedSocket, servername }))
      })
      asked.on('error', reject)
    })

  it('goes through the tunnel, checks the name in it, and keeps the connection', async () => {
    const agent = new Own({ keepAlive: true })
    expect(await got(`https://${NAME}/a`, agent)).toEqual({ text: `${NAME}/a`, isReused: false, servername: NAME })
    expect(await got(`https://${NAME}/b`, agent)).toMatchObject({ text: `${NAME}/b`, isReused: true })
    expect(tunnels).toEqual([`${NAME}:443`])
    await expect(got(`https://${NAME}/`, new Own(), { ca: [] })).rejects.toThrow('self-signed')
    const other = { servername: 'iam.amazonaws.com', checkServerIdentity: () => undefined }
    expect(await got(`https://${NAME}/`, new Own(), other)).toMatchObject({ servername: 'iam.amazonaws.com' })
    agent.destroy()
  })

  it('is direct where it is told so, has a connection already, or is taken to the proxy by Node', async () => {
    const port = new URL(listener.origin).port
    expect(await got(`https://localhost:${port}/`, new Own(), { family: 4 })).toMatchObject({ text: 'localhost/' })
    const socket = await outcome(new URL(listener.origin))
    class Connected extends Own {
      override createConnection(...[options, callback]: Parameters<Agent['createConnection']>) {
        return super.createConnection({ ...options, socket } as typeof options, callback)
      }
    }
    expect(await got(`https://${NAME}/`, new Connected())).toMatchObject({ text: `${NAME}/` })
    const lookup = () => {
      throw new Error('asked for an address')
    }
    const proxyEnv = { proxyEnv: {}, lookup }
    await expect(got('https://native.invalid/', new Own(), proxyEnv)).rejects.toThrow('asked for an address')
    expect(tunnels).toEqual([])
  })

  it('loses nothing, however slowly it is read and whoever closes', async () => {
    const sent = Buffer.alloc(MANY_BYTES, 'abcdefg')
    const headers = { connection: 'close', 'content-length': String(sent.length) }
    const asked = secureRequest(`https://${NAME}/echo`, { agent: new Own(), ca, method: 'POST', headers })
    const answer = new Promise<IncomingMessage>((resolve, reject) => asked.on('response', resolve).on('error', reject))
    asked.end(sent)
    const chunks: Buffer[] = []
    for await (const chunk of await answer) {
      chunks.push(chunk)
      if (chunks.length % 50 === 1) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(Buffer.concat(chunks).equals(sent)).toBe(true)
  })

  it('has a connection at once, for whoever borrows the method or cannot wait', async () => {
    const { createConnection } = Own.prototype
    const options = { host: NAME, port: 443, servername: NAME, ca }
    const connection = createConnection.call(new Agent(), options) as TLSSocket
    await once(connection, 'secureConnect')
    expect(connection.authorized).toBe(true)
    connection.unref().ref().destroy()
    const refused = createConnection.call(new Agent(), { host: 'example.com', port: 443 })
    await expect(once(refused as TLSSocket, 'secureConnect')).rejects.toThrow('example.com:443 is not emulated')
  })

  it('gives up a tunnel whose request is given up, before or while it is asked for', async () => {
    class Waiting extends Agent {}
    let asked: ReturnType<typeof get> | undefined
    const giveUp = () => asked?.destroy(new Error('given up'))
    await withProxy(giveUp, async (proxy) => {
      tunnelAgents(Waiting.prototype, tunnelThrough(proxy, request), isDirect)
      for (const atOnce of [true, false]) {
        asked = get(`https://${NAME}/`, { agent: new Waiting() })
        if (atOnce) giveUp()
        await expect(once(asked, 'response')).rejects.toThrow('given up')
      }
    })
  })

  it('reports TLS options that Node refuses, and what the proxy refuses', async () => {
    const odd = new Own({ minVersion: 'TLSv9' as 'TLSv1.3' })
    await expect(got(`https://${NAME}/`, odd)).rejects.toThrow('TLSv9')
    await expect(got('https://example.com/', new Own())).rejects.toThrow('example.com:443 is not emulated')
  })
})

describe('fetch', () => {
  const PLACE = Symbol.for('undici.globalDispatcher.1')

  function scopeWithDispatcher() {
    const scope: { [PLACE]?: ReturnType<typeof getGlobalDispatcher> } = {}
    const load = vi.fn(() => ({
      Agent: UndiciAgent,
      buildConnector: (options = {}) => buildConnector({ ...options, ca }),
    }))
    tunnelFetch(scope, load, openTunnel, isDirect)
    return { load, dispatcher: scope[PLACE] }
  }

  it('goes through the tunnel, and loads undici with the first request', async () => {
    const { load, dispatcher } = scopeWithDispatcher()
    expect(dispatcher).toBeDefined()
    expect(load).not.toHaveBeenCalled()
    for (const path of ['/a', '/b', '/c', '/d', '/e']) {
      const response = await fetch(`https://${NAME}${path}`, { dispatcher })
      expect(await response.text()).toBe(`${NAME}${path}`)
    }
    expect(load).toHaveBeenCalledOnce()
    // undici opens a second connection where it has not yet seen that the first one is free again.
    expect(tunnels.length).toBeLessThanOrEqual(2)
    await dispatcher?.close()
  })

  it('is direct for plain HTTP and where it is told so', async () => {
    const { dispatcher } = scopeWithDispatcher()
    expect((await fetch(`${listener.origin}/x`, { dispatcher })).status).toBe(200)
    expect((await fetch(`https://localhost:${new URL(listener.origin).port}/x`, { dispatcher })).status).toBe(200)
    expect(tunnels).toEqual([])
    await dispatcher?.destroy()
  })

  it('sends a length that the program says, as Node’s own does', async () => {
    const { dispatcher } = scopeWithDispatcher()
    const init = { method: 'PUT', headers: { 'content-length': '4' }, body: Buffer.from('body'), dispatcher }
    const response = await globalThis.fetch(`${listener.origin}/echo`, init as RequestInit)
    expect(await response.text()).toBe('body')
    await dispatcher?.destroy()
  })

  it('fails with what the proxy says', async () => {
    const { dispatcher } = scopeWithDispatcher()
    await expect(fetch('https://example.com/', { dispatcher })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('example.com:443 is not emulated'), code: 'ERR_PROXY_TUNNEL' },
    })
  })

  it('leaves a dispatcher that is there, and gives way to one that comes later', () => {
    const own = new UndiciAgent()
    const scope: { [PLACE]?: unknown } = { [PLACE]: own }
    const load = () => expect.fail('undici was loaded')
    tunnelFetch(scope, load, openTunnel, isDirect)
    expect(scope[PLACE]).toBe(own)
    const late: { [PLACE]?: unknown } = {}
    tunnelFetch(late, load, openTunnel, isDirect)
    Object.defineProperty(late, PLACE, { value: own, writable: true, enumerable: false, configurable: false })
    expect(late[PLACE]).toBe(own)
  })
})
