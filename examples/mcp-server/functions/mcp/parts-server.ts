import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'

/** A real server would ask a database. */
const stock: Readonly<Record<string, number>> = { sprocket: 12, flange: 3 }

export interface Caller {
  readonly scopes: readonly string[]
  readonly warehouse: string
}

/** API Gateway has asked for `parts/read`. Who may not order is not shown the tool that orders. */
export function partsServer({ scopes, warehouse }: Caller): McpServer {
  const server = new McpServer({ name: 'parts', version: '1.0.0' })

  server.registerTool(
    'find_part',
    { description: 'Says how many of a part there are', inputSchema: { name: z.string() } },
    ({ name }) => say(`${stock[name] ?? 0} of ${name} in ${warehouse}`),
  )
  if (scopes.includes('parts/order')) {
    server.registerTool(
      'order_part',
      { description: 'Orders some of a part', inputSchema: { name: z.string(), count: z.number().int().positive() } },
      ({ name, count }, { authInfo }) => say(`${count} of ${name} from ${warehouse} for ${authInfo?.clientId}`),
    )
  }
  return server
}

function say(text: string) {
  return { content: [{ type: 'text' as const, text }] }
}
