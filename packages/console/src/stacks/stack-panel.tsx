import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { StackSummary } from '../api/contract.ts'
import { route } from '../router/router.ts'
import { useAsked } from '../state/answer.ts'
import { Problem } from '../ui/problem.tsx'
import { Tag } from '../ui/status.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { dateAndTime } from '../ui/time.ts'
import { Changes } from './changes.tsx'
import { Events } from './events.tsx'
import { Outputs } from './outputs.tsx'
import { Resources } from './resources.tsx'
import { statusInWords, toneOfStatus } from './stack-status.ts'
import './stacks.css'

const PARTS = { changes: 'Changes', events: 'Events', resources: 'Resources', outputs: 'Outputs' } as const

/** One stack: what was done to it, and what is in it. */
export function StackPanel({ stack }: { readonly stack: StackSummary }): JSX.Element {
  const { name, account, region, status, statusReason, description, createdAt, updatedAt } = stack
  const part = route.value.rest[1] ?? 'changes'
  return (
    <>
      <div class="row">
        <h2 class="part-title">{name}</h2>
        <Tag tone={toneOfStatus(status)}>{statusInWords(status)}</Tag>
      </div>
      {description !== undefined && <p>{description}</p>}
      {statusReason !== undefined && toneOfStatus(status) === 'bad' && <Problem text={statusReason} />}
      <p class="soft">
        {account} · {region} · made {dateAndTime(createdAt)}
        {updatedAt !== undefined && `, changed ${dateAndTime(updatedAt)}`}
      </p>
      <Tabs
        label="Parts of the stack"
        view="stacks"
        before={[name]}
        tabs={PARTS}
        current={part}
        params={{ account, region }}
      />
      {part === 'changes' && <ChangesOf stack={stack} />}
      {part === 'events' && <EventsOf stack={stack} />}
      {part === 'resources' && <DetailOf stack={stack} part="resources" />}
      {part === 'outputs' && <DetailOf stack={stack} part="outputs" />}
    </>
  )
}

/** Asks again whenever the list says that something has happened to the stack. */
function useAgain({ reload }: { reload(): Promise<void> }, { status, updatedAt }: StackSummary): void {
  useEffect(() => {
    reload()
  }, [status, updatedAt])
}

const questionOf = ({ name, account, region }: StackSummary) => ({ path: { name }, query: { account, region } })

function ChangesOf({ stack }: { readonly stack: StackSummary }) {
  const asked = useAsked('GET stacks/{name}/changes', questionOf(stack))
  useAgain(asked, stack)
  const { value, problem } = asked.answer.value
  if (problem !== undefined) return <Problem text={problem} />
  return value ? <Changes operations={value.operations} /> : null
}

function EventsOf({ stack }: { readonly stack: StackSummary }) {
  const asked = useAsked('GET stacks/{name}/events', questionOf(stack))
  useAgain(asked, stack)
  const { value, problem } = asked.answer.value
  if (problem !== undefined) return <Problem text={problem} />
  return value ? <Events events={value.events} /> : null
}

function DetailOf({ stack, part }: { readonly stack: StackSummary; readonly part: 'resources' | 'outputs' }) {
  const asked = useAsked('GET stacks/{name}', questionOf(stack))
  useAgain(asked, stack)
  const { value, problem } = asked.answer.value
  if (problem !== undefined) return <Problem text={problem} />
  if (!value) return null
  return part === 'resources' ? <Resources resources={value.resources} /> : <Outputs stack={value} />
}
