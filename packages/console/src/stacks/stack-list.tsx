import type { JSX } from 'preact'
import type { StackSummary } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { Tag } from '../ui/status.tsx'
import { statusInWords, toneOfStatus } from './stack-status.ts'

interface Props {
  readonly stacks: readonly StackSummary[]
  readonly chosen: StackSummary | undefined
}

export function StackList({ stacks, chosen }: Props): JSX.Element {
  return (
    <nav class="choices" aria-label="Stacks">
      <ul>
        {stacks.map((stack) => (
          <li key={stack.id}>
            <a
              href={hrefOf({
                view: 'stacks',
                rest: [stack.name],
                params: { account: stack.account, region: stack.region },
              })}
              aria-current={stack.id === chosen?.id ? 'true' : undefined}
            >
              <span>
                <span class="name">{stack.name}</span>
                <span class="about">
                  {stack.account} · {stack.region}
                </span>
              </span>
              <StackState status={stack.status} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** In a list there is room for the mark alone. */
function StackState({ status }: { readonly status: string }) {
  const tone = toneOfStatus(status)
  const words = statusInWords(status)
  return <Tag tone={tone}>{tone === 'good' ? 'ok' : tone === 'quiet' ? 'busy' : (words.split(' ')[0] ?? words)}</Tag>
}
