import type { ComponentChildren, JSX } from 'preact'
import './split.css'

interface Props {
  readonly list: ComponentChildren
  /** On a narrow page: whether the part is shown, and not the list. */
  readonly isChosen: boolean
  /** Leads to the list from there. */
  readonly back: string
  readonly children: ComponentChildren
}

/** A list, and what is chosen from it beside it. */
export function Split({ list, isChosen, back, children }: Props): JSX.Element {
  return (
    <div class={`split ${isChosen ? 'is-chosen' : ''}`}>
      <div class="split-list">{list}</div>
      <div class="split-part">
        <a class="split-back" href={back}>
          ← All of them
        </a>
        {children}
      </div>
    </div>
  )
}
