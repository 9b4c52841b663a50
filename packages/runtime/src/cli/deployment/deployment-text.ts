import { styleText } from 'node:util'
import type { ChangedProperty, DeploymentEvent, PlannedChange, StackDoneEvent } from '../../deployment/events.ts'
import { valueDifferences } from './value-differences.ts'

type Format = Parameters<typeof styleText>[0]

export interface TextOptions {
  readonly colored: boolean
  /** Milliseconds that only grow. */
  now(): number
  /** Also what CloudFormation does to each resource. */
  readonly verbose: boolean
  /** Nothing of stacks that stay as they are. */
  readonly changesOnly?: boolean
  /** Warnings and outputs that were shown before, and are not shown again; those that are shown now are added. */
  readonly known?: Set<string>
}

const OUTCOMES: Readonly<Record<StackDoneEvent['outcome'], string>> = {
  created: 'created',
  updated: 'updated',
  unchanged: 'no changes',
  deleted: 'deleted',
  absent: 'is not there',
  compared: '',
}

/** Writes what a deployment tells for a person to read: for each event its lines, without the last line break. */
export function deploymentText({
  colored,
  now,
  verbose,
  changesOnly = false,
  known = new Set(),
}: TextOptions): (event: DeploymentEvent) => string[] {
  const paint = (format: Format, text: string) => (colored ? styleText(format, text, { validateStream: false }) : text)
  const since = new Map<string, number>()
  let startedAt = now()

  return (event) => {
    switch (event.event) {
      case 'bootstrap':
        return [paint('dim', `bootstrapped ${event.account}/${event.region}`)]
      case 'warning':
        if (known.has(withoutTokens(event.message))) return []
        known.add(withoutTokens(event.message))
        return [paint('yellow', `${event.stack}  warning: ${event.message}`)]
      case 'asset':
        return verbose ? [paint('dim', `${event.stack}  published ${event.name} (${event.bytes} bytes)`)] : []
      case 'plan':
        since.set(event.stack, startedAt)
        return [paint('bold', event.stack), ...event.changes.flatMap((change) => changeLines(change, paint))]
      case 'resource':
        return verbose ? [paint('dim', `  ${event.status.padEnd(20)} ${event.path ?? event.logicalId}`)] : []
      case 'done': {
        const lines = doneLines(event, since.has(event.stack), (now() - startedAt) / 1000, paint)
        const outputs = outputLines(event).filter(({ key }) => !known.has(key))
        for (const { key } of outputs) known.add(key)
        startedAt = now()
        if (changesOnly && event.outcome === 'unchanged') return []
        return [...lines, ...outputs.map(({ line }) => line)]
      }
      case 'failed':
        return []
    }
  }
}

/** The CDK numbers what it resolves later; the same warning has other numbers each time. */
function withoutTokens(message: string): string {
  return message.replaceAll(/\bTOKEN\.\d+/g, 'TOKEN')
}

function doneLines(
  { outcome, stack }: StackDoneEvent,
  isHeaded: boolean,
  seconds: number,
  paint: (format: Format, text: string) => string,
): string[] {
  if (outcome === 'compared') return []
  const told = `${OUTCOMES[outcome]} (${seconds.toFixed(2)} s)`
  return [isHeaded ? `  ${paint('green', told)}` : `${paint('bold', stack)}  ${told}`]
}

function outputLines({ outcome, outputs, stack }: StackDoneEvent) {
  if (outcome === 'compared') return []
  return Object.entries(outputs).map(([name, value]) => {
    const line = `  ${name} = ${value}`
    return { line, key: `${stack}${line}` }
  })
}

const MARKS: Readonly<Record<PlannedChange['action'], readonly [string, Format]>> = {
  Add: ['+', 'green'],
  Modify: ['~', 'yellow'],
  Remove: ['-', 'red'],
  Import: ['+', 'green'],
  Dynamic: ['?', 'yellow'],
}

function changeLines(change: PlannedChange, paint: (format: Format, text: string) => string): string[] {
  const isReplaced = change.action === 'Modify' && change.replacement !== 'False' && change.replacement !== undefined
  const [mark, format] = isReplaced ? (['±', 'red'] as const) : MARKS[change.action]
  const replaced = !isReplaced ? '' : change.replacement === 'True' ? '  is replaced' : '  may be replaced'
  const head = `  ${paint(format, mark)} ${change.resourceType}  ${change.path ?? change.logicalId}${replaced}`
  if (change.action !== 'Modify') return [head]
  return [head, ...new Set(change.details.flatMap((detail) => detailLines(detail, isReplaced)))]
}

function detailLines({ name, before, after, replaces }: ChangedProperty, isReplaced: boolean): string[] {
  const property = name.replace(/^Properties\./, '')
  const why = isReplaced && replaces !== 'Never' ? '  (replaces it)' : ''
  if (before === undefined && after === undefined) return [`      ${property}${why}`]
  return valueDifferences(before, after).map(
    (difference) => `      ${property}${difference.at}: ${short(difference.before)} → ${short(difference.after)}${why}`,
  )
}

const LONGEST_VALUE = 60
/** CloudFormation's words for what a resource has only once it is there. */
const KNOWN_LATER = '{{changeSet:KNOWN_AFTER_APPLY}}'

function short(value: string | undefined): string {
  if (value === undefined) return '(none)'
  if (value === KNOWN_LATER) return '(known afterwards)'
  const line = value.replaceAll(/\p{Cc}/gu, ' ')
  return line.length <= LONGEST_VALUE ? line : `${line.slice(0, LONGEST_VALUE)}…`
}
