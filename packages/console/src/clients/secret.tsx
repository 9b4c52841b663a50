import type { JSX } from 'preact'
import { Button } from '../ui/button.tsx'
import { Copy } from '../ui/copy.tsx'
import './secrets.css'

/** A secret that somebody asked to see. */
export function Secret({ value, onHide }: { readonly value: string; readonly onHide?: () => void }): JSX.Element {
  return (
    <p class="secret" role="status">
      <code>{value}</code>
      <Copy text={value} />
      {onHide && <Button onPress={onHide}>Hide</Button>}
    </p>
  )
}
