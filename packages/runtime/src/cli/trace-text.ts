import { styleText } from 'node:util'
import type { JsonValue } from '../kernel/json.ts'
import type { RequestSummary, RequestTrace, StepOutcome, TraceStep } from '../kernel/request-trace.ts'

const COLORS = { passed: 'green', refused: 'red', failed: 'red', skipped: 'gray' } as const satisfies Record<
  StepOutcome,
  Parameters<typeof styleText>[0]
>
const INDENT = ' '.repeat(11)

/** How a request came to its answer, for a person to read. */
export function traceText(trace: RequestTrace, colored: boolean): string {
  const width = Math.max(...trace.steps.map(({ step }) => step.length))
  const lines = [summaryLine(trace), '', ...trace.steps.flatMap((step) => stepLines(step, width, colored))]
  if (trace.awsLogLine !== undefined) lines.push('', `AWS's log   ${printable(trace.awsLogLine)}`)
  if (trace.advice !== undefined) lines.push('', `To change   ${paint('bold', printable(trace.advice), colored)}`)
  if (trace.bodies) lines.push('', 'request body', trace.bodies.request, '', 'response body', trace.bodies.response)
  return `${lines.join('\n')}\n`
}

/** The last requests, the newest first. */
export function summariesText(requests: readonly RequestSummary[]): string {
  if (requests.length === 0) return 'There has been no call and no token request yet.\n'
  const width = Math.max(...requests.map(({ requestId }) => requestId.length))
  return `${requests.map((each) => `${each.requestId.padEnd(width)}  ${summaryLine(each)}`).join('\n')}\n`
}

function summaryLine({ api, durationMs, method, path, stage, startedAt, status }: RequestSummary): string {
  const where = stage === undefined ? api : `${api}/${stage}`
  return printable(`${startedAt}  ${status}  ${method} ${path}  (${where}, ${durationMs} ms)`)
}

function stepLines({ decided, looked, outcome, step }: TraceStep, width: number, colored: boolean): string[] {
  const head = `${paint(COLORS[outcome], outcome.padEnd(9), colored)}  ${step.padEnd(width)}  ${printable(decided)}`
  if (outcome === 'skipped') return [head]
  const details = Object.entries(looked).map(([name, value]) => `${INDENT}${name}: ${printable(valueText(value))}`)
  return [head, ...details.map((line) => paint('dim', line, colored))]
}

function valueText(value: JsonValue): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ') || '(none)'
  return JSON.stringify(value)
}

/** A client's own text must not move the cursor of whoever reads it. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\u{fffd}')
}

function paint(format: Parameters<typeof styleText>[0], text: string, colored: boolean): string {
  return colored ? styleText(format, text) : text
}
