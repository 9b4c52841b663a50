import type { Duplex } from 'node:stream'
import type { Invocation } from '../ports.ts'
import { errorObject, MAX_RESPONSE_BYTES, responseTooLarge } from './answers.ts'
import { type Channel, type ChannelEvents, type ChannelKind, InitFailure, type RuntimeAnswer } from './channel.ts'
import { encodeFrame, type Frame, FrameReader, FrameType } from './frames.ts'
import { Pace } from './pace.ts'
import { PartQueue } from './part-queue.ts'

const NEVER = new Promise<void>(() => {})
const NOTHING = Buffer.alloc(0)
const LAST_BREATH_MS = 500

/** Frames over descriptor 3 of the child. */
export const pipeChannel: ChannelKind = {
  open: async (events) => ({
    variables: {},
    usesPipe: true,
    connect: (pipe) => openPipeChannel(pipe as Duplex, events),
    close() {},
  }),
}

function openPipeChannel(pipe: Duplex, events: ChannelEvents): Channel {
  let answer: ((answer: RuntimeAnswer) => void) | undefined
  let stream: PartQueue | undefined
  const pace = new Pace(pipe)
  let isReady: () => void = () => {}
  let hasFailed: (failure: InitFailure) => void = () => {}
  const ready = new Promise<void>((resolve, reject) => {
    isReady = resolve
    hasFailed = reject
  })
  ready.catch(() => {})

  const settle = (settled: RuntimeAnswer) => {
    const to = answer
    answer = undefined
    to?.(settled)
  }
  const on: Readonly<Record<string, (frame: Frame) => void>> = {
    [FrameType.ready]: () => isReady(),
    [FrameType.initError]: (frame) => hasFailed(new InitFailure(frame.body, errorTypeOf(frame))),
    [FrameType.answer]: ({ body, bodyBytes }) => {
      settle(bodyBytes > MAX_RESPONSE_BYTES ? responseTooLarge() : { payload: body, error: false })
    },
    [FrameType.error]: (frame) =>
      settle({ ...errorOf(frame), error: true, asksAgain: endsAfter(frame) ? NEVER : undefined }),
    [FrameType.streamBegin]: ({ head }) => {
      stream = new PartQueue(pace)
      settle({ payload: stream, contentType: contentTypeOf(head), error: false, ended: stream.ended })
    },
    [FrameType.chunk]: ({ body }) => stream?.push(body),
    [FrameType.streamEnd]: () => {
      stream?.end()
      stream = undefined
    },
    [FrameType.streamError]: (frame) => {
      const { payload, errorType } = errorOf(frame)
      stream?.fail(payload, errorType)
      stream = undefined
    },
    [FrameType.log]: ({ head, body, bodyBytes }) => {
      const isFull = events.isLogFull()
      pace.took(bodyBytes, !isFull)
      if (isFull) return events.skipLog(bodyBytes)
      const { t, level } = JSON.parse(head) as { t: number; level?: string }
      events.log(bodyBytes > body.length ? `(${bodyBytes} bytes, left out)` : body.toString(), t, level)
    },
    [FrameType.debugger]: ({ head }) => events.debuggable((JSON.parse(head) as { url: string }).url),
  }
  const reader = new FrameReader(MAX_RESPONSE_BYTES, (frame) => {
    const handle = on[frame.type]
    if (!handle) throw new Error(`a frame has the type ${frame.type}`)
    handle(frame)
  })
  pipe.on('data', (chunk: Buffer) => {
    try {
      reader.push(chunk)
    } catch (error) {
      pipe.destroy()
      events.broken((error as Error).message)
    }
  })
  pipe.on('error', () => {})
  pipe.on('close', () => {
    // Mostly because the process is ending, whose status is wanted.
    setTimeout(() => events.broken('the pipe to the runtime is closed'), LAST_BREATH_MS).unref()
  })

  return {
    ready,
    send(invocation, deadlineMs) {
      return new Promise((resolve) => {
        answer = resolve
        const parts = encodeFrame(FrameType.next, headOf(invocation, deadlineMs), invocation.payload)
        if (parts.length > 1) pipe.cork()
        for (const part of parts) pipe.write(part)
        if (parts.length > 1) pipe.uncork()
      })
    },
    close() {
      stream?.fail(NOTHING, 'Runtime.TruncatedResponse')
      stream = undefined
      pipe.destroy()
    },
  }
}

function headOf({ requestId, invokedArn, traceId, clientContext, cognitoIdentity }: Invocation, deadlineMs: number) {
  return JSON.stringify({ requestId, deadlineMs, invokedArn, traceId, clientContext, cognitoIdentity })
}

/** A type that is not of the form which AWS lets pass is not told. */
function errorTypeOf({ head }: Frame): string {
  const { errorType } = JSON.parse(head || '{}') as { errorType?: unknown }
  return typeof errorType === 'string' && /^(Runtime|Function|Sandbox|Extension)\.\w+$/.test(errorType)
    ? errorType
    : 'Runtime.Unknown'
}

function errorOf(frame: Frame): { payload: Buffer; errorType: string } {
  if (frame.bodyBytes > frame.body.length) return responseTooLarge()
  const errorType = errorTypeOf(frame)
  return { payload: frame.body.length > 0 ? frame.body : errorObject(errorType, ''), errorType }
}

function endsAfter({ head }: Frame): boolean {
  return (JSON.parse(head || '{}') as { ends?: unknown }).ends === true
}

function contentTypeOf(head: string): string | undefined {
  return (JSON.parse(head || '{}') as { contentType?: string }).contentType
}
