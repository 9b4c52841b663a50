import { basename } from 'node:path'
import { RuntimeError } from './errors.ts'

export const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')
export const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')

export type Handler = ((...args: unknown[]) => unknown) & { [STREAMING]?: unknown; [HIGH_WATER_MARK]?: unknown }

/** `dir/file.a.b`: the module `dir/file`, and in it `a.b`. */
export interface HandlerName {
  readonly full: string
  readonly folder: string
  readonly module: string
  readonly path: readonly string[]
}

export function parseHandler(full: string): HandlerName {
  if (full.includes('..')) {
    throw new RuntimeError(
      'MalformedHandlerName',
      `'${full}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    )
  }
  const last = basename(full)
  const match = /^([^.]*)\.(.*)$/.exec(last)
  if (!match) throw new RuntimeError('MalformedHandlerName', 'Bad handler')
  const [, module = '', path = ''] = match
  return { full, folder: full.slice(0, full.indexOf(last)), module, path: path.split('.') }
}

export function handlerIn(exported: unknown, { full }: HandlerName): Handler {
  if (!exported) throw new RuntimeError('HandlerNotFound', `${full} is undefined or not exported`)
  if (typeof exported !== 'function') throw new RuntimeError('HandlerNotFound', `${full} is not a function`)
  return exported as Handler
}

export function streams(handler: Handler): boolean {
  const marked = handler[STREAMING]
  if (!marked) return false
  if (marked === 'response') return true
  throw new RuntimeError('MalformedStreamingHandler', 'Only response streaming is supported.')
}

export function highWaterMark(handler: Handler): number | undefined {
  const mark = Number(handler[HIGH_WATER_MARK] || Number.NaN)
  return Number.isNaN(mark) ? undefined : mark
}

/** What cannot be loaded is told apart as AWS's clients tell it. */
export function loadFailure(error: unknown): unknown {
  if (error instanceof SyntaxError) {
    const failure = new RuntimeError('UserCodeSyntaxError', String(error))
    failure.stack = error.stack
    return failure
  }
  if ((error as { code?: unknown } | undefined)?.code === 'MODULE_NOT_FOUND') {
    return new RuntimeError('ImportModuleError', String(error))
  }
  return error
}
