import type { RuntimeAnswer } from './channel.ts'
import type { Exit } from './child.ts'

/** 6 MB and a little (recorded; botocore's model says 6 MB). */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100

/** An answer that the platform gives in the place of the runtime. */
export interface PlatformAnswer extends RuntimeAnswer {
  readonly payload: Buffer
  readonly errorType: string
}

export function errorObject(errorType: string, errorMessage: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }))
}

function platformError(errorType: string, errorMessage: string): PlatformAnswer {
  return { payload: errorObject(errorType, errorMessage), error: true, errorType }
}

export function responseTooLarge(): PlatformAnswer {
  return platformError(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  )
}

export function timedOut(requestId: string, timeoutMs: number): PlatformAnswer {
  return platformError('Sandbox.Timedout', `RequestId: ${requestId} Error: ${timeoutText(timeoutMs)}`)
}

export function timeoutText(timeoutMs: number): string {
  return `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`
}

export function invalidEntrypoint(requestId: string, why: string): PlatformAnswer {
  return platformError('Runtime.InvalidEntrypoint', `RequestId: ${requestId} Error: ${why}`)
}

export function exited(requestId: string, exit: Exit): PlatformAnswer {
  return platformError('Runtime.ExitError', `RequestId: ${requestId} Error: ${exitText(exit)}`)
}

/** As the platform says it (recorded; the name of a signal as Go's `os` package prints it, which wrote the recordings). */
export function exitText({ code, signal }: Exit): string {
  if (signal) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`
}

const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
}
