import type { JSX } from 'preact'
import './commands.css'
import { Copy } from './copy.tsx'

/** Lines for a shell, and a button that copies them. */
export function Commands({ lines }: { readonly lines: readonly string[] }): JSX.Element {
  const text = lines.join('\n')
  return (
    <div class="commands">
      <pre>{text}</pre>
      <Copy text={text} />
    </div>
  )
}
