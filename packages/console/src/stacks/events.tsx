import type { JSX } from 'preact'
import type { StackEventView } from '../api/contract.ts'
import { Tag } from '../ui/status.tsx'
import { timeOfDay } from '../ui/time.ts'
import { statusInWords, toneOfStatus } from './stack-status.ts'

/** What CloudFormation told, the newest first. */
export function Events({ events }: { readonly events: readonly StackEventView[] }): JSX.Element {
  return (
    <ol class="events">
      {events.map((event) => (
        <li key={event.id} class={event.isStack ? 'is-stack' : undefined}>
          <time class="mono soft" dateTime={event.at}>
            {timeOfDay(event.at)}
          </time>
          <Tag tone={toneOfStatus(event.status)}>{statusInWords(event.status)}</Tag>
          <span>
            <span class="name">{event.constructPath ?? event.logicalId}</span>
            <span class="about">
              {event.type}
              {event.reason !== undefined && `: ${event.reason}`}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
