import { MessageChannel } from 'node:worker_threads'

const { port1: nowhere, port2 } = new MessageChannel()
port2.close()

/**
 * Gives the memory of a chunk that has been read back at once. Node takes new memory for each read, and a garbage
 * collector that sees few objects come lets a hundred megabytes of it pile up. Memory that is moved to a port which is
 * closed is freed; the next read then finds it again, still in the processor's cache.
 */
export function giveBack(chunk: Buffer): void {
  const { buffer } = chunk
  // Part of a larger one: others are in it.
  if (chunk.byteLength !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return
  nowhere.postMessage(undefined, [buffer])
}
