import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { FunctionView, LogEventView } from '../api/contract.ts'
import { route, setParams } from '../router/router.ts'
import { TextField } from '../ui/field.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { timeOfDay } from '../ui/time.ts'
import { useLogs } from './follow-logs.ts'
import './logs.css'

/** Within so many pixels of its end a log is followed. */
const AT_END = 40

export function Logs({ of }: { readonly of: FunctionView }): JSX.Element {
  const { text = '' } = route.value.params
  const { events, problem } = useLogs(of)
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const wanted = text.toLowerCase()
  const shown = events.value.filter(({ message }) => message.toLowerCase().includes(wanted))
  useLayoutEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight
  }, [shown.length])

  return (
    <Section
      title="Log"
      tools={<TextField compact label="Find in the log" value={text} onType={(value) => setParams({ text: value })} />}
    >
      {problem.value !== undefined && <Problem text={problem.value} />}
      <div
        class="log"
        ref={box}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached with the keyboard
        tabIndex={0}
        aria-label={`Log of ${of.name}`}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END
        }}
      >
        {shown.map((event, index) => (
          <Line key={`${index} ${event.at}`} event={event} />
        ))}
        {shown.length === 0 && (
          <p class="soft">{events.value.length === 0 ? 'It has written nothing yet.' : 'No line has that in it.'}</p>
        )}
      </div>
    </Section>
  )
}

const OF_PLATFORM = /^(START|END|REPORT|INIT_START) /

function Line({ event: { at, message } }: { readonly event: LogEventView }) {
  return (
    <p class={OF_PLATFORM.test(message) ? 'soft' : undefined}>
      <time dateTime={at}>{timeOfDay(at)}</time> {message.trimEnd()}
    </p>
  )
}
