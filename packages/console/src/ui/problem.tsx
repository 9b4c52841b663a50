import type { JSX } from 'preact'
import './problem.css'

/** What went wrong, told when it happens. */
export function Problem({ text }: { readonly text: string }): JSX.Element {
  return (
    <p class="problem" role="alert">
      {text}
    </p>
  )
}
