import type { JSX } from 'preact'
import { hrefOf } from '../router/route.ts'
import './tabs.css'

interface Props {
  readonly label: string
  readonly view: string
  /** Between the view and the tab in the address. */
  readonly before?: readonly string[]
  readonly tabs: Readonly<Record<string, string>>
  readonly current: string
  readonly params?: Readonly<Record<string, string>>
}

/** Parts of a view, each with an address: links, and no tabs that a program has to switch. */
export function Tabs({ label, view, before = [], tabs, current, params }: Props): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {Object.entries(tabs).map(([name, title]) => (
        <a
          key={name}
          href={hrefOf({ view, rest: [...before, name], params })}
          aria-current={name === current ? 'page' : undefined}
        >
          {title}
        </a>
      ))}
    </nav>
  )
}
