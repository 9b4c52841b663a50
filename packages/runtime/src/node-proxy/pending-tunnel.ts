import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { OpenTunnel } from './tunnel.ts'

/** A tunnel for who cannot wait for it: what is written before it is open is kept until then. */
export class PendingTunnel extends Duplex {
  readonly #giveUp: () => void
  #socket: Socket | undefined
  #isHeld = true
  /** The one write, or the end, that waits for the tunnel. */
  #waiting: ((socket: Socket) => void) | undefined

  constructor(openTunnel: OpenTunnel, host: string, port: number) {
    super({ allowHalfOpen: false })
    this.#giveUp = openTunnel(host, port, (error, socket) => {
      if (error) this.destroy(error)
      else if (this.destroyed) socket.destroy()
      else this.#use(socket)
    })
  }

  /** Whether the tunnel keeps the process alive. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    if (isHeld) this.#socket?.ref()
    else this.#socket?.unref()
  }

  #use(socket: Socket): void {
    this.#socket = socket
    this.hold(this.#isHeld)
    socket.on('data', (chunk) => {
      if (!this.push(chunk)) socket.pause()
    })
    socket.on('end', () => this.push(null))
    socket.on('error', (problem) => this.destroy(problem))
    // After an end, what has arrived may still be waiting to be read.
    socket.on('close', () => {
      if (!socket.readableEnded) this.destroy()
    })
    this.#waiting?.(socket)
  }

  #whenOpen(act: (socket: Socket) => void): void {
    if (this.#socket) act(this.#socket)
    else this.#waiting = act
  }

  override _read(): void {
    this.#socket?.resume()
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#whenOpen((socket) => socket.write(chunk, encoding, done))
  }

  override _final(done: () => void): void {
    this.#whenOpen((socket) => {
      if (socket.destroyed) done()
      else socket.end(() => done())
    })
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#socket) this.#socket.destroy()
    else this.#giveUp()
    done(error)
  }
}
