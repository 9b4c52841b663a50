import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { actOut, SCOPE } from './act.mjs'

const MESSAGE = 'Hello'
const ANSWER = JSON.stringify({ statusCode: 200, message: MESSAGE })
const CLAIMS = Buffer.from(JSON.stringify({ token_use: 'access', scope: SCOPE })).toString('base64url')
const TOKEN = JSON.stringify({ access_token: `e30.${CLAIMS}.x`, expires_in: 3600, token_type: 'Bearer' })

type Reply = [status: number, body: string, headers?: Record<string, string>]
const REFUSAL: Reply = [401, '{"message":"Unauthorized"}', { 'x-amzn-ErrorType': 'UnauthorizedException' }]

let server: Server
afterEach(() => server.close())

/** What the act finds wrong with a server that replies so. */
async function problemsWith(replies: { refusal?: Reply; token?: Reply; answer?: Reply }): Promise<string[]> {
  const { refusal = REFUSAL, token = [200, TOKEN], answer = [200, ANSWER] } = replies
  server = createServer(({ url, headers }, response) => {
    const [status, body, extra = {}] = url === '/token' ? token : headers.authorization ? answer : refusal
    response.writeHead(status, extra).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return actOut({
    urls: { api: `${origin}/api`, token: `${origin}/token` },
    client: { clientId: 'id', clientSecret: 'secret' },
    expected: { message: MESSAGE, expiresIn: 3600 },
    print: () => {},
  })
}

it('finds nothing wrong with what is right', async () => {
  expect(await problemsWith({})).toEqual([])
})

it.each([
  ['a call that is let in', { refusal: [200, ANSWER] as Reply }],
  ['another refusal', { refusal: [401, '{"message":"No"}', REFUSAL[2]] as Reply }],
  ['a refusal without its type', { refusal: [401, REFUSAL[1]] as Reply }],
  ['no token', { token: [400, '{"error":"invalid_client"}'] as Reply, answer: REFUSAL }],
  ['another lifetime', { token: [200, TOKEN.replace('3600', '60')] as Reply }],
  ['another kind of token', { token: [200, TOKEN.replace('Bearer', 'Other')] as Reply }],
  ['a call that is refused', { answer: REFUSAL }],
  ['another answer', { answer: [200, '{}'] as Reply }],
])('finds %s', async (_, replies) => {
  expect(await problemsWith(replies)).not.toEqual([])
})
