// Requests with a Host of one's own, which fetch does not send, and the addresses at which emulators answer for AWS's.
import { request } from 'node:http'

/** Resolves with { status, headers, text, json }. */
export function send(origin, { method = 'GET', host, path, headers = {}, body }) {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const sent = { hostname, port, method, path, agent: false, headers: { ...headers, ...(host && { host }) } }
    const outgoing = request(sent, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode, headers: response.headers, text, json: parsed(text) })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Where a user pool's domain may be found: by AWS's name, or under the origin as one emulator or another has it. */
export function domainAddresses(domain, poolId, path) {
  return [
    { host: `${domain}.auth.us-east-1.amazoncognito.com`, path },
    { path: `/_aws/cognito/${domain}${path}` },
    { path },
    { path: `/${poolId}${path}` },
    { path: `/_aws/cognito-idp${path}` },
  ]
}

/** Where a stage of an API may be found. */
export function stageAddresses(origin, apiId, stage, path) {
  const { port } = new URL(origin)
  return [
    { host: `${apiId}.execute-api.us-east-1.amazonaws.com`, path: `/${stage}${path}` },
    { host: `${apiId}.execute-api.localhost:${port}`, path: `/${stage}${path}` },
    { path: `/restapis/${apiId}/${stage}/_user_request_${path}` },
    { path: `/_aws/execute-api/${apiId}/${stage}${path}` },
  ]
}

/** The first of the addresses that gives this status, and its answer. */
export async function firstWith(origin, addresses, status, more = {}) {
  const seen = []
  for (const address of addresses) {
    const answer = await send(origin, { ...more, ...address })
    if (answer.status === status) return { address, answer }
    seen.push(answer.status)
  }
  throw new Error(`expected ${status}, got ${[...new Set(seen)].join(', ')}`)
}

export function expectStatus(answer, ...statuses) {
  if (!statuses.includes(answer.status)) throw new Error(`expected ${statuses.join(' or ')}, got ${answer.status}`)
  return answer
}

export function expectSame(what, found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(found)}`)
  }
}
