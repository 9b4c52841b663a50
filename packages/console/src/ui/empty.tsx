import type { ComponentChildren, JSX } from 'preact'
import './empty.css'

/** Where there is nothing to show: why, and what to do. */
export function Empty({
  title,
  children,
}: {
  readonly title: string
  readonly children?: ComponentChildren
}): JSX.Element {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  )
}
