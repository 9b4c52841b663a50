import type { JSX } from 'preact'
import type { OutboxMessage } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { route, setParams } from '../router/router.ts'
import { Empty } from '../ui/empty.tsx'
import { TextField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Split } from '../ui/split.tsx'
import { timeOfDay } from '../ui/time.ts'
import { useOutbox } from './follow-outbox.ts'
import { Message } from './message.tsx'
import { fits, kindInWords } from './messages.ts'

/** `#/outbox/{number}?text=`: what would have been sent to people, as it comes, and one of the messages. */
export function OutboxView(): JSX.Element {
  const { rest, params } = route.value
  const [number] = rest
  const { text = '' } = params
  const { messages, problem } = useOutbox()
  const all = messages.value
  const chosen = all?.find((message) => String(message.number) === number)
  return (
    <Page
      title="Outbox"
      tools={
        all &&
        all.length > 0 && (
          <TextField compact label="Find a message" value={text} onType={(value) => setParams({ text: value })} />
        )
      }
    >
      {problem.value !== undefined && <Problem text={problem.value} />}
      {all?.length === 0 && (
        <Empty title="No message yet">
          <p>
            Codes and links that a user pool sends to people are shown here as they come, and go nowhere else. Sign
            somebody up, or have their password reset.
          </p>
        </Empty>
      )}
      {all && all.length > 0 && (
        <Split
          list={<MessageList messages={all.filter((message) => fits(message, text))} chosen={chosen} />}
          isChosen={number !== undefined}
          back={hrefOf({ view: 'outbox', params })}
        >
          {chosen && <Message key={chosen.number} of={chosen} />}
          {number === undefined && <p class="soft">Choose a message to read it and to copy its code.</p>}
          {number !== undefined && !chosen && <Problem text={`Message ${number} is not kept any more.`} />}
        </Split>
      )}
    </Page>
  )
}

interface ListProps {
  readonly messages: readonly OutboxMessage[]
  readonly chosen: OutboxMessage | undefined
}

function MessageList({ messages, chosen }: ListProps) {
  const { params } = route.value
  return (
    <nav class="choices" aria-label="Messages">
      <ul>
        {messages.map((message) => (
          <li key={message.number}>
            <a
              href={hrefOf({ view: 'outbox', rest: [String(message.number)], params })}
              aria-current={message === chosen ? 'true' : undefined}
            >
              <span>
                <span class="name">{message.destination}</span>
                <span class="about">
                  {timeOfDay(message.sentAt).slice(0, 8)} · {kindInWords(message.kind)}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {messages.length === 0 && <p class="soft">No message is like that.</p>}
    </nav>
  )
}
