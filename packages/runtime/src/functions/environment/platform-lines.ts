import type { FunctionVersion } from '../ports.ts'
import { timeoutText } from './answers.ts'

/** What the platform itself writes into a function's log. */
export interface PlatformLines {
  initStart(version: FunctionVersion, instanceId: string): string | undefined
  /** AWS starts it beside the runtime, and says so in a line that begins alike. */
  extensionNotStarted(name: string): string | undefined
  initRuntimeDone(report: InitReport): string | undefined
  initReport(report: InitReport): string | undefined
  start(requestId: string, version: FunctionVersion): string | undefined
  end(requestId: string, outcome: Outcome): string | undefined
  report(report: InvocationReport): string | undefined
  timeout(requestId: string, timeoutMs: number, time: string): string | undefined
  exit(requestId: string, text: string): string | undefined
}

export interface InitReport {
  readonly durationMs: number
  readonly phase: 'init' | 'invoke'
  readonly outcome: Outcome
}

export interface InvocationReport {
  readonly requestId: string
  readonly durationMs: number
  /** Of a cold start. */
  readonly initMs?: number
  readonly memoryMb: number
  readonly maxMemoryMb: number
  readonly outcome: Outcome
}

export interface Outcome {
  readonly status: 'success' | 'error' | 'timeout'
  readonly errorType?: string
}

const NOT_STARTED = 'external extensions are not emulated'

/** Each line is an event that ends in a newline (recorded). */
export const textLines: PlatformLines = {
  initStart({ runtime, place }) {
    return `INIT_START Runtime Version: ${runtimeVersion(runtime)}\tRuntime Version ARN: ${runtimeArn(runtime, place.region)}\n`
  },
  extensionNotStarted: (name) => `EXTENSION\tName: ${name}\tState: NotStarted\tReason: ${NOT_STARTED}\n`,
  initRuntimeDone: () => undefined,
  initReport({ durationMs, phase, outcome }) {
    // The report of the invocation tells of an init that went well.
    if (outcome.status === 'success') return undefined
    return `INIT_REPORT Init Duration: ${milliseconds(durationMs)}\tPhase: ${phase}\t${statusText(outcome)}\n`
  },
  start: (requestId, { version }) => `START RequestId: ${requestId} Version: ${version}\n`,
  end: (requestId) => `END RequestId: ${requestId}\n`,
  report({ requestId, durationMs, initMs, memoryMb, maxMemoryMb, outcome }) {
    const init = initMs === undefined ? '' : `Init Duration: ${milliseconds(initMs)}\t`
    const status = outcome.status === 'success' ? '' : `${statusText(outcome)}\t`
    return (
      `REPORT RequestId: ${requestId}\tDuration: ${milliseconds(durationMs)}\tBilled Duration: ${billed(durationMs, initMs)} ms\t` +
      `Memory Size: ${memoryMb} MB\tMax Memory Used: ${maxMemoryMb} MB\t${init}${status}\n`
    )
  },
  timeout: (requestId, timeoutMs, time) => `${time} ${requestId} ${timeoutText(timeoutMs)}\n\n`,
  exit: (requestId, text) => `RequestId: ${requestId} Error: ${text}\nRuntime.ExitError\n`,
}

const SYSTEM_LEVELS = ['DEBUG', 'INFO', 'WARN']

/**
 * Events of the telemetry API. `INFO`, the default, has the beginning and the report, `DEBUG` how the runtime got on, and
 * `WARN` failures only (documented: monitoring-cloudwatchlogs-log-level; records: telemetry-schema-reference).
 */
export function jsonLines(systemLevel: string | undefined, now: () => number): PlatformLines {
  const level = Math.max(0, SYSTEM_LEVELS.indexOf(systemLevel?.toUpperCase() ?? 'INFO'))
  const event = (least: 'DEBUG' | 'INFO' | 'WARN', type: string, record: object) => {
    if (SYSTEM_LEVELS.indexOf(least) < level) return undefined
    return JSON.stringify({ time: new Date(now()).toISOString(), type: `platform.${type}`, record })
  }
  const failureOr = (least: 'DEBUG' | 'INFO', { status }: Outcome) => (status === 'success' ? least : 'WARN')
  return {
    initStart: ({ runtime, place, functionName, version, memoryMb }, instanceId) =>
      event('INFO', 'initStart', {
        initializationType: 'on-demand',
        phase: 'init',
        runtimeVersion: runtimeVersion(runtime),
        runtimeVersionArn: runtimeArn(runtime, place.region),
        functionName,
        functionVersion: version,
        instanceId,
        instanceMaxMemory: memoryMb * 1024 * 1024,
      }),
    extensionNotStarted: (name) => event('WARN', 'extension', { name, state: 'NotStarted', reason: NOT_STARTED }),
    initRuntimeDone: ({ phase, outcome }) =>
      event(failureOr('DEBUG', outcome), 'initRuntimeDone', { initializationType: 'on-demand', phase, ...outcome }),
    initReport: ({ durationMs, phase, outcome }) =>
      event(failureOr('DEBUG', outcome), 'initReport', {
        initializationType: 'on-demand',
        phase,
        ...outcome,
        metrics: { durationMs: rounded(durationMs) },
      }),
    start: (requestId, { version }) => event('INFO', 'start', { requestId, version }),
    end: (requestId, outcome) => event(failureOr('DEBUG', outcome), 'runtimeDone', { requestId, ...outcome }),
    report: ({ requestId, durationMs, initMs, memoryMb, maxMemoryMb, outcome }) =>
      event(failureOr('INFO', outcome), 'report', {
        requestId,
        metrics: {
          durationMs: rounded(durationMs),
          billedDurationMs: billed(durationMs, initMs),
          memorySizeMB: memoryMb,
          maxMemoryUsedMB: maxMemoryMb,
          ...(initMs !== undefined && { initDurationMs: rounded(initMs) }),
        },
        ...outcome,
      }),
    // The report says it.
    timeout: () => undefined,
    exit: () => undefined,
  }
}

function statusText({ status, errorType }: Outcome): string {
  return errorType && status === 'error' ? `Status: error\tError Type: ${errorType}` : `Status: ${status}`
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/** Begun milliseconds, with those of init since August 2025 (observed). */
function billed(durationMs: number, initMs = 0): number {
  return Math.max(1, Math.ceil(durationMs + initMs))
}

/** `nodejs22.x` is logged as `nodejs:22.v1`, `provided.al2023` as `provided:al2023.v1`; AWS counts its own releases. */
function runtimeVersion(runtime: string): string {
  return `${runtime.replace(/\.x$/, '').replace(/^([a-z]+)(?:(?=\d)|\.)/, '$1:')}.v1`
}

/** AWS's names end in a digest that nobody reads. */
function runtimeArn(runtime: string, region: string): string {
  const digits = Buffer.from(runtime).toString('hex')
  return `arn:aws:lambda:${region}::runtime:${digits.padEnd(64, '0')}`
}
