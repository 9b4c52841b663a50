import type { JSX } from 'preact'
import './status.css'
import { type Tone, toneOf } from './tone.ts'

/** The status of an answer: its tone is in a mark as well as in the color. */
export function Status({ status }: { readonly status: number }): JSX.Element {
  return <Tag tone={toneOf(status)}>{String(status)}</Tag>
}

const MARKS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✕', fault: '!', quiet: '' }

export function Tag({ tone, children }: { readonly tone: Tone; readonly children: string }): JSX.Element {
  return (
    <span class={`tag ${tone}`}>
      {MARKS[tone] && <span aria-hidden="true">{MARKS[tone]} </span>}
      {children}
    </span>
  )
}
