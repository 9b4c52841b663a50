import { writeSync } from 'node:fs'
import { type ConnectOpts, Socket, type SocketConstructorOpts } from 'node:net'
import { encodeFrame, type Frame, FrameReader, FrameType } from '../../../environment/frames.ts'

/** The server's end of the conversation, as the runtime sees it. */
export interface Pipe {
  /** Resolves with the next event. Keeps the process alive only while it waits for one. */
  next(): Promise<Event>
  answer(body: string): void
  fail(error: ErrorObject): void
  /** The process ends after it. */
  failLast(error: ErrorObject): void
  failInit(error: ErrorObject): void
  log(message: string, t: number, level?: string): void
  debuggable(url: string): void
  /** Of a stream. `done` is called when the server has taken it: it may be slow. */
  stream(type: string, head: string, body: Uint8Array | string | undefined, done: () => void): void
}

export interface ErrorObject {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}

export interface Event {
  readonly requestId: string
  readonly deadlineMs: number
  readonly invokedArn: string
  readonly traceId?: string
  /** JSON text. */
  readonly clientContext?: string
  /** JSON text. */
  readonly cognitoIdentity?: string
  readonly body: string
}

/** An event is no larger than 6 MB. */
const MAX_EVENT_BYTES = 64 * 1024 * 1024
const FULL_RETRY_MS = 1
/** An event of usual size comes with one read. */
const READ_BYTES = 64 * 1024

export function openPipe(descriptor: number): Pipe {
  const outgoing = outgoingOf(descriptor)
  const events: Event[] = []
  let waiting: ((event: Event) => void) | undefined
  let isReady = false

  const reader = new FrameReader(MAX_EVENT_BYTES, (frame) => {
    const event = eventOf(frame)
    if (!waiting) events.push(event)
    else {
      const take = waiting
      waiting = undefined
      // From here on the loop may run empty: then an answer that waited for it is due.
      socket.unref()
      take(event)
    }
  })
  // What comes is read into the same memory each time, and not through a stream, which costs more than the event in it.
  const options: SocketConstructorOpts & ConnectOpts = {
    fd: descriptor,
    readable: true,
    writable: true,
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback(bytes, buffer) {
        reader.push((buffer as Buffer).subarray(0, bytes))
        return true
      },
    },
  }
  const socket = new Socket(options)
  // The server is gone, or has no use for this process any more.
  socket.on('error', () => process.exit(1))
  socket.on('close', () => process.exit(0))
  socket.unref()

  return {
    next() {
      if (!isReady) outgoing.write(encodeFrame(FrameType.ready, ''))
      isReady = true
      const event = events.shift()
      if (event) return Promise.resolve(event)
      socket.ref()
      return new Promise((resolve) => {
        waiting = resolve
      })
    },
    answer: (body) => outgoing.write(encodeFrame(FrameType.answer, '', body)),
    fail: (error) => outgoing.write(encodeFrame(FrameType.error, headOf(error), JSON.stringify(error))),
    failLast(error) {
      const head = JSON.stringify({ errorType: error.errorType, ends: true })
      outgoing.write(encodeFrame(FrameType.error, head, JSON.stringify(error)))
    },
    failInit: (error) => outgoing.write(encodeFrame(FrameType.initError, headOf(error), JSON.stringify(error))),
    log(message, t, level) {
      outgoing.write(encodeFrame(FrameType.log, JSON.stringify({ level, t }), message))
    },
    debuggable: (url) => outgoing.write(encodeFrame(FrameType.debugger, JSON.stringify({ url }))),
    stream: (type, head, body, done) => outgoing.writeLater(encodeFrame(type, head, body), done),
  }
}

function headOf({ errorType }: ErrorObject): string {
  return JSON.stringify({ errorType })
}

function eventOf(frame: Frame): Event {
  const event = JSON.parse(frame.head) as Omit<Event, 'body'> & { body?: string }
  event.body = frame.body.toString()
  return event as Event
}

/**
 * Writes that are done when they return, as those of AWS's clients are: what a function logged before it crashed, or
 * before `process.exit`, is out. Only the parts of a stream wait without holding up the process.
 */
function outgoingOf(descriptor: number) {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  const later: { bytes: Uint8Array; readonly done: (() => void) | undefined }[] = []
  let timer: NodeJS.Timeout | undefined

  /** How much the server takes now. */
  const write = (bytes: Uint8Array): number => {
    try {
      return writeSync(descriptor, bytes)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0
      process.exit(1)
    }
  }
  const writeAll = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) {
      const written = write(at === 0 ? bytes : bytes.subarray(at))
      at += written
      if (written === 0) Atomics.wait(pause, 0, 0, FULL_RETRY_MS)
    }
  }
  const pour = () => {
    timer = undefined
    for (let first = later[0]; first; first = later[0]) {
      first.bytes = first.bytes.subarray(write(first.bytes))
      if (first.bytes.length > 0) {
        timer = setTimeout(pour, FULL_RETRY_MS)
        return
      }
      later.shift()
      first.done?.()
    }
  }
  return {
    write(parts: readonly Uint8Array[]) {
      for (const { bytes, done } of later.splice(0)) {
        writeAll(bytes)
        if (done) setImmediate(done)
      }
      for (const bytes of parts) writeAll(bytes)
    },
    writeLater(parts: readonly Uint8Array[], done: () => void) {
      for (const bytes of parts) later.push({ bytes, done: bytes === parts.at(-1) ? done : undefined })
      if (!timer) pour()
    },
  }
}
