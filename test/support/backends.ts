import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Web servers of this machine. */
export function backends() {
  const servers: Server[] = []
  return {
    /** Its origin. */
    async start(answer: RequestListener): Promise<string> {
      const server = createServer(answer)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
      servers.push(server)
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },

    close(): void {
      for (const server of servers) server.close()
    },
  }
}

/** The body of a request, whole. */
export async function bodyOf(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
