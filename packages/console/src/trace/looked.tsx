import type { JSX } from 'preact'
import type { TraceStep } from '../api/contract.ts'
import './looked.css'

type Value = TraceStep['looked'][string]

/** What a step went by, as names and values. */
export function Looked({ looked }: { readonly looked: TraceStep['looked'] }): JSX.Element {
  return (
    <dl class="looked">
      {Object.entries(looked).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Shown value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Lists and objects are written line by line: nobody reads quotes and braces. */
function Shown({ value }: { readonly value: Value }): JSX.Element {
  if (value === null || typeof value !== 'object') return <>{String(value)}</>
  const lines = Array.isArray(value)
    ? value.map((item) => inline(item))
    : Object.entries(value).map(([name, item]) => `${name}: ${inline(item)}`)
  if (lines.length === 0) return <span class="soft">none</span>
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function inline(value: Value): string {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ') || 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
