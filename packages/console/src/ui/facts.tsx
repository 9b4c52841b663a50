import type { ComponentChildren, JSX } from 'preact'
import './facts.css'

export type Fact = readonly [name: string, value: ComponentChildren]

/** Names and what they are. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
