import type { EnvironmentPlace, RuntimeFamily } from '../runtimes/runtime.ts'
import { type Channel, InitFailure } from './channel.ts'
import { type Child, type Exit, startChild } from './child.ts'
import { Lines } from './lines.ts'
import type { EnvironmentLog } from './log.ts'
import { joined, type Variables } from './variables.ts'

/** V8's last words when it could not keep a heap within its limit. */
const HEAP_IS_FULL = 'JavaScript heap out of memory'

/** A process that runs a function, and the channel to its runtime. */
export interface FunctionProcess {
  readonly child: Child
  readonly channel: Channel
  /** A debugger may hold it: it is not ended for being slow. */
  readonly debuggable: boolean
  /** Set as soon as it has ended. */
  exit: Exit | undefined
  /** Called once, when it has ended. */
  onExit: ((exit: Exit) => void) | undefined
  /** How often it has written to its output. */
  readonly outputs: () => number
  /** It writes faster than it is read: more is to come. */
  readonly isHeld: () => boolean
}

export interface ProcessPorts {
  readonly family: RuntimeFamily
  readonly place: EnvironmentPlace
  readonly variables: Variables
  readonly log: EnvironmentLog
  readonly started: (pid: number) => void
  readonly onDebuggable: (url: string) => void
}

/** Throws a `FunctionRefusal` where this machine cannot run it. */
export async function startProcess(ports: ProcessPorts): Promise<FunctionProcess> {
  const { family, place, variables, log, started, onDebuggable } = ports
  const start = await family.start(place)
  let running: FunctionProcess | undefined
  const opened = await start.channel.open({
    log: (message, t) => log.event(message, t),
    isLogFull: () => log.isFull,
    skipLog: (bytes) => log.skip(bytes),
    broken(why) {
      if (!running || running.exit) return
      log.output(`The environment is ended: ${why}.`)
      running.child.kill()
    },
    debuggable: onDebuggable,
  })
  const all = { ...joined(variables, start.variables), ...opened.variables }
  const child = startChild({
    ...wrapped(start, all, place),
    cwd: place.taskRoot,
    variables: all,
    usesPipe: opened.usesPipe,
    user: place.host.user,
  })
  started(child.pid)
  let isOutOfMemory = false
  const outputs = [
    new Lines(child.stdout, {
      line: (text) => log.output(text),
      isFull: () => log.isFull,
      skipped: (bytes) => log.skip(bytes),
    }),
    new Lines(child.stderr, {
      line(text) {
        isOutOfMemory ||= text.includes(HEAP_IS_FULL)
        log.output(text)
      },
    }),
  ]
  running = {
    child,
    channel: opened.connect(child.pipe, child.pid),
    debuggable: start.debuggable ?? false,
    exit: undefined,
    onExit: undefined,
    outputs: () => outputs.reduce((sum, { count }) => sum + count, 0),
    isHeld: () => outputs.some(({ isHeld }) => isHeld),
  }
  const process = running
  child.exited.then(({ code, signal }) => {
    // AWS ends a process that needs more memory than it has; here V8, whose heap is limited, has given up itself.
    process.exit = isOutOfMemory ? { code: null, signal: 'SIGKILL', isOutOfMemory } : { code, signal }
    process.onExit?.(process.exit)
  })
  return process
}

/** A script of the user's, or of a layer, that starts the runtime (`AWS_LAMBDA_EXEC_WRAPPER`). */
function wrapped(
  { command, args }: { readonly command: string; readonly args: readonly string[] },
  { AWS_LAMBDA_EXEC_WRAPPER: wrapper }: Readonly<Record<string, string>>,
  { taskRoot, optRoot }: EnvironmentPlace,
) {
  if (!wrapper) return { command, args }
  const path = wrapper.replace(/^\/opt(?=\/)/, optRoot).replace(/^\/var\/task(?=\/)/, taskRoot)
  return { command: path, args: [command, ...args] }
}

export type InitOutcome =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: InitFailure }
  | { readonly kind: 'exited'; readonly exit: Exit }
  | { readonly kind: 'invalid-entrypoint'; readonly why: string }
  | { readonly kind: 'timeout' }

/** Waits until the runtime asks for its first event, at most `limitMs`. */
export function initOf(process: FunctionProcess, limitMs: number): Promise<InitOutcome> {
  return new Promise((resolve) => {
    const timer = process.debuggable ? undefined : setTimeout(() => resolve({ kind: 'timeout' }), limitMs)
    const settle = (outcome: InitOutcome) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    if (process.exit) settle({ kind: 'exited', exit: process.exit })
    process.onExit = (exit) => settle({ kind: 'exited', exit })
    process.channel.ready.then(
      () => settle({ kind: 'ready' }),
      (error: unknown) => {
        if (error instanceof InitFailure) settle({ kind: 'failed', failure: error })
      },
    )
  })
}
