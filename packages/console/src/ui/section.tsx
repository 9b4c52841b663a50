import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import './section.css'

interface Props {
  readonly title: string
  /** Beside the title. */
  readonly tools?: ComponentChildren
  readonly children?: ComponentChildren
}

/** A part of a page with a title of its own. */
export function Section({ title, tools, children }: Props): JSX.Element {
  const id = useId()
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>{title}</h2>
        {tools && <div class="section-tools">{tools}</div>}
      </div>
      {children}
    </section>
  )
}
