import type { JSX } from 'preact'

export function ScopeList({ scopes }: { readonly scopes: readonly string[] }): JSX.Element {
  return (
    <ul class="scopes">
      {scopes.map((scope) => (
        <li key={scope} class="tag quiet mono">
          {scope}
        </li>
      ))}
    </ul>
  )
}
