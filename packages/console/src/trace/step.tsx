import type { JSX } from 'preact'
import type { StepOutcome, TraceStep } from '../api/contract.ts'
import { Looked } from './looked.tsx'
import './step.css'

const WORDS: Readonly<Record<StepOutcome, string>> = {
  passed: 'passed',
  refused: 'refused',
  failed: 'failed',
  skipped: 'not reached',
}
const MARKS: Readonly<Record<StepOutcome, string>> = { passed: '✓', refused: '✕', failed: '!', skipped: '·' }

/** A step of the way: what it decided, and what it went by. Where it ended is open, the others open at a click. */
export function Step({ step: { step, outcome, looked, decided } }: { readonly step: TraceStep }): JSX.Element {
  const isEnd = outcome === 'refused' || outcome === 'failed'
  const name = (
    <>
      <span class="step-name">{step}</span>
      <span class="out-of-sight">: {WORDS[outcome]}.</span>
      <span class="step-decided">{outcome === 'skipped' ? 'not reached' : decided}</span>
    </>
  )
  return (
    <li class={`step ${outcome}`}>
      <span class="step-mark" aria-hidden="true">
        {MARKS[outcome]}
      </span>
      {Object.keys(looked).length === 0 ? (
        <p class="step-line">{name}</p>
      ) : (
        <details open={isEnd}>
          <summary class="step-line">{name}</summary>
          <Looked looked={looked} />
        </details>
      )}
    </li>
  )
}
