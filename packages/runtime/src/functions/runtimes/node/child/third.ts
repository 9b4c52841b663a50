import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { logError, logsOf } from './console.ts'
import { contextOfThird } from './context.ts'
import { describeThird, RuntimeError } from './errors.ts'
import { type Handler, handlerIn, highWaterMark, loadFailure, parseHandler, streams } from './handler.ts'
import type { Event, Pipe } from './pipe.ts'
import { ResponseStream } from './response-stream.ts'
import { beginCompletion } from './third-completion.ts'

const EXIT_UNCAUGHT = 129
const EXIT_UNHANDLED = 128
const NEVER_SETTLED =
  'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes'
const CALLBACK_WARNING =
  'AWS Lambda plans to remove support for callback-based function handlers starting with Node.js 24. You will need to update this function to use an async handler to use Node.js 24 or later. For more information and to provide feedback on this change, see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/137. To disable this warning, set the AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable.'

/**
 * The third generation, of nodejs22.x and older: callbacks and promises, and an answer by callback that waits for the
 * event loop to run empty.
 */
export function runThird(pipe: Pipe, { taskRoot, handler: name }: { taskRoot: string; handler: string }): void {
  /** How an error that nobody catches is posted: before the first event, init has failed. */
  let post = pipe.failInit
  let whenEmpty = () => {}
  const end = (what: string, error: unknown, status: number) => {
    logError(what, error, describeThird)
    post(describeThird(error))
    process.exit(status)
  }
  process.on('uncaughtException', (error) => end('Uncaught Exception', error, EXIT_UNCAUGHT))
  process.on('unhandledRejection', (reason) => {
    end('Unhandled Promise Rejection', new RuntimeError('UnhandledPromiseRejection', String(reason)), EXIT_UNHANDLED)
  })
  process.on('beforeExit', () => whenEmpty())
  const onEmpty = (work: () => void) => {
    whenEmpty = work
  }
  const begin = (event: Event) => {
    logsOf(event.requestId)
    post = pipe.failLast
  }

  const loop = (handler: Handler) => {
    const isStreaming = streams(handler)
    const isAsync = handler.constructor?.name === 'AsyncFunction'
    if (handler.length === 3 && !isAsync && !isStreaming) warnOfCallbacks()
    const iterate = () =>
      setImmediate(async () => {
        const event = await pipe.next()
        begin(event)
        if (isStreaming) stream(event)
        else call(event)
      })
    const call = (event: Event) => {
      const { callback, context } = beginCompletion({ pipe, onEmpty, next: iterate })
      onEmpty(() => {
        callback.close()
        if (isAsync) {
          const error = new RuntimeError('NodeJsExit', NEVER_SETTLED)
          logError('Invoke Error', error, describeThird)
          pipe.fail(describeThird(error))
        } else pipe.answer('null')
        iterate()
      })
      try {
        const input = JSON.parse(event.body)
        const result = handler(input, contextOfThird(context, event), callback.call) as PromiseLike<unknown> | undefined
        if (typeof result?.then === 'function') {
          Promise.resolve(result).then(context.succeed, context.fail).catch(context.fail)
        }
      } catch (error) {
        callback.call(error)
      }
    }
    const stream = async (event: Event) => {
      const response = new ResponseStream(pipe, highWaterMark(handler))
      let waits = true
      const next = () => {
        if (waits) onEmpty(() => setImmediate(iterate))
        else iterate()
      }
      const fail = (error: unknown) => {
        logError('Invoke Error', error, describeThird)
        response.fail(describeThird(error), next)
      }
      onEmpty(() => fail('Response stream is not finished.'))
      const context = {
        get callbackWaitsForEmptyEventLoop() {
          return waits
        },
        set callbackWaitsForEmptyEventLoop(value) {
          waits = value
        },
      }
      try {
        const result = handler(JSON.parse(event.body), response, contextOfThird(context, event)) as Promise<unknown>
        if (typeof result?.then !== 'function') return fail('Streaming does not support non-async handlers.')
        if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.')
        if (!response.writableEnded) return fail('Response stream is not finished.')
        if (response.writableFinished) next()
        else response.once('finish', next)
      } catch (error) {
        fail(error)
      }
    }
    iterate()
  }

  load(taskRoot, name).then(loop, (error) => end('Uncaught Exception', error, EXIT_UNCAUGHT))
}

function warnOfCallbacks(): void {
  if (process.env.AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING === undefined) console.warn(CALLBACK_WARNING)
}

async function load(taskRoot: string, fullName: string): Promise<Handler> {
  const name = parseHandler(fullName)
  let exported: unknown
  try {
    exported = await loadModule(taskRoot, name.folder, name.module)
  } catch (error) {
    throw loadFailure(error)
  }
  for (const key of name.path) exported = exported && (exported as Record<string, unknown>)[key]
  return handlerIn(exported, name)
}

async function loadModule(taskRoot: string, folder: string, module: string): Promise<unknown> {
  const require = createRequire(join(taskRoot, 'index.js'))
  const file = resolve(taskRoot, folder, module)
  const required = (path: string) => (existsSync(path) ? require(path) : undefined)
  const imported = (path: string) => (existsSync(path) ? import(pathToFileURL(path).href) : undefined)
  const isModule = existsSync(`${file}.js`) && isOfModules(dirname(file))
  return (
    required(file) ||
    (!isModule && required(`${file}.js`)) ||
    (isModule && (await imported(`${file}.js`))) ||
    (await imported(`${file}.mjs`)) ||
    required(`${file}.cjs`) ||
    require(require.resolve(module, { paths: [taskRoot, join(taskRoot, folder)] }))
  )
}

/** Whether the nearest `package.json` says that `.js` files are ES modules. */
function isOfModules(folder: string): boolean {
  if (folder.endsWith('/node_modules')) return false
  const file = join(folder, 'package.json')
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')).type === 'module'
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error)
      return false
    }
  }
  return dirname(folder) !== folder && isOfModules(dirname(folder))
}
