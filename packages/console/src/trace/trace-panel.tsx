import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { RequestTrace } from '../api/contract.ts'
import { useAsked } from '../state/answer.ts'
import { nameOfApi, nameOfClient } from '../state/server-map.ts'
import { Copy } from '../ui/copy.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
import { Status } from '../ui/status.tsx'
import { dateAndTime } from '../ui/time.ts'
import { Step } from './step.tsx'
import './trace-panel.css'

interface Props {
  readonly requestId: string
  readonly closeHref: string
}

/** How one request came to its answer, and what to change about it. */
export function TracePanel({ requestId, closeHref }: Props): JSX.Element {
  const { value, problem } = useAsked('GET requests/{id}', { path: { id: requestId } }).answer.value
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <section class="trace" aria-label="The request">
      <div class="trace-head">
        <h2 ref={heading} tabIndex={-1}>
          {value ? `${value.method} ${value.path}` : 'The request'}
        </h2>
        <a class="button only-icon" href={closeHref} aria-label="Close" title="Close (Esc)">
          <Icon name="close" />
        </a>
      </div>
      {problem !== undefined && <Problem text={problem} />}
      {value && <Course trace={value} />}
    </section>
  )
}

function Course({ trace }: { readonly trace: RequestTrace }) {
  const { requestId, status, startedAt, durationMs, api, stage, client, steps, advice, awsLogLine, bodies } = trace
  return (
    <>
      {advice !== undefined && (
        <div class="advice">
          <h3>What to change</h3>
          <p>{advice}</p>
        </div>
      )}
      <p class="trace-facts">
        <Status status={status} />
        <span>{dateAndTime(startedAt)}</span>
        <span>{durationMs} ms</span>
        <span>
          {nameOfApi(api)}
          {stage !== undefined && `/${stage}`}
        </span>
        <span>{client === undefined ? 'no client' : nameOfClient(client)}</span>
      </p>
      <ol class="steps">
        {steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ol>
      {awsLogLine !== undefined && <Text title="What AWS's log says" text={awsLogLine} />}
      {bodies && (
        <>
          <Text title="Body of the request" text={bodies.request} />
          <Text title="Body of the answer" text={bodies.response} />
        </>
      )}
      <Text title="Request id" text={requestId} />
    </>
  )
}

function Text({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div class="trace-text">
      <h3>{title}</h3>
      <pre>{text === '' ? '(empty)' : text}</pre>
      <Copy text={text} />
    </div>
  )
}
