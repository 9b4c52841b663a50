import type { JSX } from 'preact'
import { connection } from '../flow/live.ts'
import { hrefOf } from '../router/route.ts'
import { clockOffsetMs } from '../state/server.ts'
import { durationInWords } from '../ui/time.ts'
import './server-state.css'

const WORDS = { connecting: 'Connecting', live: 'Live', lost: 'No connection' } as const

/** Whether the server is heard, and whether its clock has been moved: then all times are other ones. */
export function ServerState(): JSX.Element {
  const offset = clockOffsetMs.value
  return (
    <div class="server-state">
      <span class={`connection ${connection.value}`} role="status">
        {WORDS[connection.value]}
      </span>
      {offset !== 0 && (
        <a href={hrefOf({ view: 'clock' })}>
          {offset > 0 ? '+' : '−'}
          {durationInWords(Math.abs(offset))}
        </a>
      )}
    </div>
  )
}
