import type { JSX } from 'preact'
import './lane-head.css'
import { LANES } from './lanes.ts'

/** The names above the lanes. Each row says in words what its picture shows. */
export function LaneHead(): JSX.Element {
  return (
    <div class="lanes" aria-hidden="true">
      <span>Time</span>
      <span>Answer</span>
      <span>Request</span>
      <span class="lane-names">
        {LANES.map((lane) => (
          <span key={lane}>{lane}</span>
        ))}
      </span>
      <span class="took">Took</span>
    </div>
  )
}
