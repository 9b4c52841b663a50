import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from './button.tsx'

const TOLD_MS = 1500

/** Copies a text, and says that it did. */
export function Copy({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }): JSX.Element {
  const told = useSignal('')
  const copy = async () => {
    told.value = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'The browser refused',
    )
    setTimeout(() => {
      told.value = ''
    }, TOLD_MS)
  }
  return (
    <Button icon={told.value ? 'check' : 'copy'} onPress={copy}>
      <span aria-live="polite">{told.value || label}</span>
    </Button>
  )
}
