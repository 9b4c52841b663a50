import type { JSX } from 'preact'
import './field.css'

interface Props {
  readonly legend: string
  readonly scopes: readonly { readonly fullName: string; readonly description?: string }[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
}

export function ScopeChoice({ legend, scopes, chosen, onChoose }: Props): JSX.Element {
  const toggle = (scope: string, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(scope)
    else next.delete(scope)
    onChoose(next)
  }
  return (
    <fieldset>
      <legend>{legend}</legend>
      {scopes.map(({ fullName, description }) => (
        <label key={fullName} class="check">
          <input
            type="checkbox"
            checked={chosen.has(fullName)}
            onChange={(event) => toggle(fullName, event.currentTarget.checked)}
          />
          <span>
            <span class="mono">{fullName}</span>
            {description && <span class="soft"> {description}</span>}
          </span>
        </label>
      ))}
      {scopes.length === 0 && <p class="soft">None.</p>}
    </fieldset>
  )
}
