import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** Where the processes of runs that have not begun report, and wait to be called. */
export interface WaitingRoom {
  readonly address: string
  /** Whether the process of the run is there, or was. */
  hasReported(id: number): boolean
  /** It goes on now, or as soon as it reports. */
  call(id: number): void
  /** It ends without having run anything. */
  dismiss(id: number): void
  close(): void
}

export async function openWaitingRoom(folder: string): Promise<WaitingRoom> {
  const sockets = new Map<number, Socket>()
  const reported = new Set<number>()
  const called = new Set<number>()
  const dismissed = new Set<number>()

  const server: Server = createServer((socket) => {
    // It may end at any time; whoever started it sees that.
    socket.on('error', () => {})
    socket.once('data', (text) => {
      const id = Number.parseInt(String(text), 10)
      reported.add(id)
      if (dismissed.has(id)) return socket.destroy()
      sockets.set(id, socket)
      socket.once('close', () => sockets.delete(id))
      if (called.has(id)) socket.write(GO)
    })
  })
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\sallyport-dev-${process.pid}` : join(folder, 'waiting')
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  return {
    address,
    hasReported: (id) => reported.has(id),
    call(id) {
      called.add(id)
      sockets.get(id)?.write(GO)
    },
    dismiss(id) {
      dismissed.add(id)
      sockets.get(id)?.destroy()
    },
    close() {
      for (const socket of sockets.values()) socket.destroy()
      server.close()
    },
  }
}

const GO = 'go\n'
