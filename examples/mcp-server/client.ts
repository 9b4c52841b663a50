import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

/**
 * An agent: it knows the server's address and its own credentials. Where to get a token it learns from the server's 401,
 * the metadata that this points to, and the discovery document of the issuer that stands there.
 */
async function main(tool: string, input: string): Promise<void> {
  const authProvider = new ClientCredentialsProvider({
    clientId: setting('CLIENT_ID'),
    clientSecret: setting('CLIENT_SECRET'),
    expectedIssuer: setting('ISSUER'),
    scope: process.env.SCOPE,
  })
  const client = new Client({ name: 'agent', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(setting('MCP_URL')), { authProvider }))
  const { tools } = await client.listTools()
  const { content } = await client.callTool({ name: tool, arguments: JSON.parse(input) })
  console.log(JSON.stringify({ tools: tools.map(({ name }) => name), content }))
  await client.close()
}

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

const [tool = 'find_part', input = '{"name":"sprocket"}'] = process.argv.slice(2)
main(tool, input).catch((error: unknown) => {
  console.error(String(error))
  process.exitCode = 1
})
