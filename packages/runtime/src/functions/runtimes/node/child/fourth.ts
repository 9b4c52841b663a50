import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { logError, logsOf } from './console.ts'
import { contextOfFourth } from './context.ts'
import { describeFourth, RuntimeError } from './errors.ts'
import { storesFor } from './globals.ts'
import { type Handler, handlerIn, highWaterMark, loadFailure, parseHandler, streams } from './handler.ts'
import type { Event, Pipe } from './pipe.ts'
import { ResponseStream } from './response-stream.ts'

const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.'

/**
 * The fourth generation, of nodejs24.x: what a handler returns is the answer, and errors that nobody catches end the
 * process as Node ends it.
 */
export async function runFourth(pipe: Pipe, { taskRoot, handler: name }: { taskRoot: string; handler: string }) {
  let handler: Handler
  let isStreaming: boolean
  try {
    handler = await load(taskRoot, name)
    isStreaming = streams(handler)
    if (handler.length >= 3 && !isStreaming) throw new RuntimeError('CallbackHandlerDeprecated', NO_CALLBACKS)
  } catch (error) {
    logError('Init Error', error, describeFourth)
    pipe.failInit(describeFourth(error))
    throw error
  }
  for (;;) {
    const event = await pipe.next()
    logsOf(event.requestId)
    storesFor(event.requestId, event.traceId)
    await (isStreaming ? stream(pipe, handler, event) : call(pipe, handler, event))
  }
}

async function call(pipe: Pipe, handler: Handler, event: Event): Promise<void> {
  try {
    const context = contextOfFourth(event)
    const result = await handler(JSON.parse(event.body), context)
    await immediate()
    pipe.answer(serialized(result))
  } catch (error) {
    await immediate()
    logError('Invoke Error', error, describeFourth)
    pipe.fail(describeFourth(error))
  }
}

async function stream(pipe: Pipe, handler: Handler, event: Event): Promise<void> {
  const response = new ResponseStream(pipe, highWaterMark(handler))
  try {
    const result = handler(JSON.parse(event.body), response, contextOfFourth(event)) as Promise<unknown> | undefined
    if (typeof result?.then !== 'function') throw new Error('Streaming does not support non-async handlers.')
    if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.')
    if (!response.writableEnded) throw new Error('Response stream is not finished.')
    if (!response.writableFinished) await new Promise((resolve) => response.once('finish', resolve))
  } catch (error) {
    await immediate()
    logError('Invoke Error', error, describeFourth)
    await new Promise<void>((resolve) => response.fail(describeFourth(error), resolve))
  }
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function serialized(result: unknown): string {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? ''
  } catch {
    throw new RuntimeError('JSONStringifyError', 'Unable to stringify response body')
  }
}

async function load(taskRoot: string, fullName: string): Promise<Handler> {
  const name = parseHandler(fullName)
  let module: unknown
  try {
    module = await loadModule(taskRoot, name.folder, name.module)
  } catch (error) {
    throw loadFailure(error)
  }
  const within = (value: unknown) =>
    name.path.reduce(
      (nested, key) => (typeof nested === 'object' && nested ? (nested as Record<string, unknown>)[key] : undefined),
      value,
    )
  return handlerIn(within(module) || within((module as { default?: unknown } | undefined)?.default), name)
}

async function loadModule(taskRoot: string, folder: string, module: string): Promise<unknown> {
  const file = resolve(taskRoot, folder, module)
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    if (existsSync(file + extension)) return import(pathToFileURL(file + extension).href)
  }
  const require = createRequire(join(taskRoot, 'index.js'))
  return require(require.resolve(module, { paths: [taskRoot, join(taskRoot, folder)] }))
}
