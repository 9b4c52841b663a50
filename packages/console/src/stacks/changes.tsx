import type { JSX } from 'preact'
import type { StackChange, StackOperation } from '../api/contract.ts'
import { Tag } from '../ui/status.tsx'
import { dateAndTime, durationInWords } from '../ui/time.ts'
import type { Tone } from '../ui/tone.ts'
import { statusInWords, toneOfStatus } from './stack-status.ts'

const WORDS = { create: 'Created', update: 'Updated', delete: 'Deleted' } as const
const TONES: Readonly<Record<StackChange['outcome'], Tone>> = {
  created: 'good',
  updated: 'good',
  replaced: 'fault',
  deleted: 'quiet',
  failed: 'bad',
  'under-way': 'quiet',
}

/** What CloudFormation says of the others is that they were begun. */
const EXPLAINED: ReadonlySet<StackChange['outcome']> = new Set(['failed', 'replaced'])

/** What was done to a stack as a time line, the newest first: bars say how long each resource took. */
export function Changes({ operations }: { readonly operations: readonly StackOperation[] }): JSX.Element {
  if (operations.length === 0) return <p class="soft">Nothing has been done to it that is still known.</p>
  return (
    <ol class="time-line">
      {operations.map((operation) => (
        <Operation key={operation.startedAt} operation={operation} />
      ))}
    </ol>
  )
}

function Operation({ operation }: { readonly operation: StackOperation }) {
  const { action, startedAt, endedAt, status, reason, changes } = operation
  const took = endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(startedAt)
  const longest = Math.max(1, ...changes.map(({ durationMs }) => durationMs))
  return (
    <li class={`operation ${toneOfStatus(status)}`}>
      <div class="row">
        <h3>{WORDS[action]}</h3>
        <Tag tone={toneOfStatus(status)}>{statusInWords(status)}</Tag>
        <span class="soft">
          {dateAndTime(startedAt)}
          {took !== undefined && `, took ${durationInWords(took)}`}
        </span>
      </div>
      {reason !== undefined && <p>{reason}</p>}
      <ul class="changes">
        {changes.map((change) => (
          <Change key={`${change.logicalId} ${change.outcome}`} change={change} longest={longest} />
        ))}
      </ul>
      {changes.length === 0 && <p class="soft">No resource was changed.</p>}
    </li>
  )
}

function Change({ change, longest }: { readonly change: StackChange; readonly longest: number }) {
  const { logicalId, type, constructPath, outcome, reason, durationMs } = change
  return (
    <li>
      <Tag tone={TONES[outcome]}>{outcome.replace('-', ' ')}</Tag>
      <span class="change-what">
        <span class="name">{constructPath ?? logicalId}</span>
        <span class="about">
          {type}
          {reason !== undefined && EXPLAINED.has(outcome) && `: ${reason}`}
        </span>
      </span>
      <span class="change-bar" aria-hidden="true">
        <span style={{ width: `${Math.max(1, (durationMs / longest) * 100)}%` }} />
      </span>
      <span class="mono soft change-took">{durationInWords(durationMs)}</span>
    </li>
  )
}
