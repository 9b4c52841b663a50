import type { ComponentChildren, JSX } from 'preact'
import './page.css'

interface Props {
  readonly title: string
  /** Beside the title. */
  readonly tools?: ComponentChildren
  readonly children: ComponentChildren
}

export function Page({ title, tools, children }: Props): JSX.Element {
  return (
    <div class="page">
      <div class="page-head">
        <h1>{title}</h1>
        {tools && <div class="page-tools">{tools}</div>}
      </div>
      {children}
    </div>
  )
}
