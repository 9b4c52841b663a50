import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { type GatewayAnswer, type GatewayEvent, toAnswer, toAuthInfo, toRequest } from './gateway-event'
import { partsServer } from './parts-server'

/**
 * One call, one server, one answer in JSON: nothing is kept between calls, and no stream is held open. So there is no
 * stream to `GET`, and no session to `DELETE`.
 */
export async function handler(event: GatewayEvent): Promise<GatewayAnswer> {
  if (event.httpMethod !== 'POST') return { statusCode: 405, headers: { Allow: 'POST' }, body: '' }
  const authInfo = toAuthInfo(event)
  const server = partsServer({ scopes: authInfo.scopes, warehouse: process.env.WAREHOUSE ?? '' })
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    return await toAnswer(await transport.handleRequest(toRequest(event), { authInfo }))
  } finally {
    await server.close()
  }
}
