import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { parse, urlToHttpOptions } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { limitedTo } from '../http/admission.ts'
import { type Listener, listen } from '../http/listen.ts'
import { silentLogger } from '../kernel/logger.ts'
import { type AnyRequest, leadResponses } from './custom-resource-responses.ts'

let listener: Listener
let address: string
const secure = { request: https.request as AnyRequest }
const plain = { request: http.request as AnyRequest }
beforeAll(async () => {
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    handler: ({ method, path, query, body }) => ({
      status: 200,
      headers: [],
      body: `${method} ${path}?${query} ${Buffer.from(body)}`,
    }),
    authority: { certificate: async () => '', contextFor: async () => expect.fail('TLS was spoken') } as never,
    passthrough: false,
    logger: silentLogger,
    admit: () => limitedTo(1024),
  })
  address = `${listener.origin}/_aws/custom-resource/arn%3Aaws?Signature=s`
  leadResponses([secure, plain], new URL(listener.origin), http.request as AnyRequest, urlToHttpOptions)
})
afterAll(() => listener.close())

const sent = (module: { request: AnyRequest }, ...args: unknown[]) =>
  new Promise<string>((resolve, reject) => {
    const answered = async (response: IncomingMessage) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve(text)
    }
    module
      .request(...([...args, answered] as never[]))
      .on('error', reject)
      .end('body')
  })

const arrived = 'PUT /_aws/custom-resource/arn%3Aaws?Signature=s body'
const head = { method: 'PUT', headers: { 'content-type': '', 'content-length': 4 } }

it.each<[string, () => unknown[]]>([
  ['host and path, as the CDK keeps them', () => [{ hostname: '127.0.0.1', path: parse(address).path, ...head }]],
  ['port 443 said', () => [{ hostname: '127.0.0.1', port: 443, path: parse(address).path, ...head }]],
  ['the address as it is', () => [address, head]],
  ['the address as an object', () => [new URL(address), head]],
  ['all that was parsed', () => [{ ...parse(address), ...head }]],
  ['an agent of its own', () => [{ host: '127.0.0.1', path: parse(address).path, agent: new https.Agent(), ...head }]],
])('leads https there with %s', async (_name, args) => {
  expect(await sent(secure, ...args())).toBe(arrived)
})

it('leads http there without a port', async () => {
  expect(await sent(plain, { hostname: '127.0.0.1', path: parse(address).path, ...head })).toBe(arrived)
})

it('leaves other paths, hosts and ports alone', async () => {
  const path = '/_aws/custom-resource/x'
  await expect(sent(secure, { hostname: '127.0.0.1', port: 1, path })).rejects.toThrow('ECONNREFUSED')
  await expect(sent(secure, { hostname: 'elsewhere.invalid', path })).rejects.toThrow('elsewhere.invalid')
  expect(() => secure.request(...([`${listener.origin}/other`] as never[]))).toThrow('Protocol "http:" not supported')
  expect(await sent(plain, `${listener.origin}/other`, head)).toBe('PUT /other? body')
})
