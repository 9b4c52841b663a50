import type { JSX } from 'preact'
import type { FunctionView } from '../api/contract.ts'
import { Facts } from '../ui/facts.tsx'
import { dateAndTime, durationInWords } from '../ui/time.ts'
import { Logs } from './logs.tsx'

export function FunctionPanel({ of }: { readonly of: FunctionView }): JSX.Element {
  const { name, arn, runtime, handler, memoryMb, timeoutSeconds, state, modifiedAt } = of
  return (
    <>
      <h2 class="part-title">{name}</h2>
      <Facts
        facts={[
          ['ARN', <code key="arn">{arn}</code>],
          ['Runtime', [runtime, handler].filter(Boolean).join(' · ') || 'not told'],
          ['Memory, timeout', `${memoryMb} MB, ${durationInWords(timeoutSeconds * 1000)}`],
          ...(state === undefined ? [] : [['State', state] as const]),
          ...(modifiedAt === undefined ? [] : [['Changed', dateAndTime(modifiedAt)] as const]),
        ]}
      />
      <Logs of={of} />
    </>
  )
}
