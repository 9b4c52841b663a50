import type { Answering } from '../asked.ts'
import { bodyOf } from '../asked.ts'
import type { CallAnswer, CallCurl, CallRequest, Pair } from '../contract/calls.ts'
import type { TokenAnswer } from '../contract/tokens.ts'
import type { AdminSource } from '../ports.ts'
import { AdminProblem } from '../problem.ts'
import { askToken } from '../tokens/ask-token.ts'
import { readBody } from './read-body.ts'
import { readCall } from './read-call.ts'
import { filledIn, quoted } from './shell.ts'

const REQUEST_IDS = ['x-amzn-requestid', 'apigw-requestid', 'x-amz-cognito-request-id']
/** Longer than any integration may take. */
const TIMEOUT_MS = 60_000

/** `POST calls`: a call through the real gateway, which keeps and explains it as any other. */
export const tryCall: Answering<'POST calls'> = async (asked, source) => {
  const call = readCall(bodyOf(asked))
  const url = await urlOf(call, source)
  const token = call.client && (await askToken(call.client, source))
  const curl = curlOf(call, url, token)
  if (token && token.accessToken === undefined) return withoutToken(token, curl)
  const startedAt = performance.now()
  const response = await source.inside.reach(requestOf(call, url, token?.accessToken))
  const milliseconds = Math.round((performance.now() - startedAt) * 100) / 100
  const requestId = REQUEST_IDS.map((name) => response.headers.get(name)).find((id) => id !== null)
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]): Pair => ({ name, value })),
    body: await readBody(response),
    ...(requestId !== undefined && { requestId }),
    milliseconds,
    curl,
  }
}

async function urlOf({ target, query = [] }: CallRequest, { inside, status }: AdminSource): Promise<URL> {
  const address = 'url' in target ? target.url : `${await stageAddress(target, status)}${target.path}`
  if (!URL.canParse(address)) throw new AdminProblem(400, 'url is the address of a call')
  const url = new URL(inside.localize(address) ?? address)
  if (!/^https?:$/.test(url.protocol)) throw new AdminProblem(400, 'url is one of http or https')
  for (const { name, value } of query) url.searchParams.append(name, value)
  return url
}

async function stageAddress({ apiId, stage }: { apiId: string; stage: string }, status: AdminSource['status']) {
  const { apis } = await status()
  const found = apis.find(({ id }) => id === apiId)?.stages.find(({ name }) => name === stage)
  if (!found) throw new AdminProblem(404, `there is no stage ${stage.slice(0, 100)} of an API ${apiId.slice(0, 100)}`)
  return found.local.replace(/\/$/, '')
}

function requestOf({ method, headers = [], body }: CallRequest, url: URL, token: string | undefined): Request {
  const sent = new Headers(headers.map(({ name, value }): [string, string] => [name, value]))
  if (token !== undefined) sent.set('authorization', `Bearer ${token}`)
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    return new Request(url, { method, headers: sent, signal, ...(body !== undefined && body !== '' && { body }) })
  } catch (error) {
    throw new AdminProblem(400, `this cannot be sent: ${error instanceof Error ? error.message : ''}`)
  }
}

function withoutToken({ status, error, requestId }: TokenAnswer, curl: CallCurl): CallAnswer {
  return {
    status: 0,
    headers: [],
    body: { text: '', isBinary: false, bytes: 0, isCut: false },
    milliseconds: 0,
    tokenRefusal: { status, ...(error !== undefined && { error }), ...(requestId !== undefined && { requestId }) },
    curl,
  }
}

function curlOf({ method, headers = [], body }: CallRequest, url: URL, token: TokenAnswer | undefined): CallCurl {
  const words = ['curl', '-i', ...(method === 'GET' ? [] : ['-X', method]), quoted(url.href)]
  for (const { name, value } of headers) {
    // The token goes in its place, and what was typed there is not for a history of commands.
    if (name.toLowerCase() !== 'authorization') words.push('-H', quoted(`${name}: ${value}`))
    else if (!token) words.push('-H', filledIn('authorization: $TOKEN', 'TOKEN'))
  }
  if (token) words.push('-H', filledIn('authorization: Bearer $TOKEN', 'TOKEN'))
  if (body) words.push('--data-raw', quoted(body))
  const call = words.join(' ')
  return token ? { token: `TOKEN=$(${token.curl} | ${READ_TOKEN})`, call } : { call }
}

/** Whoever has this server has Node. */
const READ_TOKEN = `node -p 'JSON.parse(fs.readFileSync(0)).access_token'`
