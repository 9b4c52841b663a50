import { ask } from './ask.ts'
import { consoleKey, PARAMETER } from './console-key.ts'

const RETRY_MS = 2000

export interface Listener {
  /** By the names of events. */
  readonly on: Readonly<Record<string, (data: unknown) => void>>
  readonly onState?: (isOpen: boolean) => void
}

/** Listens to server-sent events until what it gives is called. A server that went away is looked for again. */
export function listen(path: string, { on, onState }: Listener): () => void {
  let source: EventSource
  let retry: ReturnType<typeof setTimeout> | undefined

  const open = () => {
    const key = new URLSearchParams({ [PARAMETER]: consoleKey() })
    source = new EventSource(`${path}${path.includes('?') ? '&' : '?'}${key}`)
    for (const [name, hear] of Object.entries(on)) {
      source.addEventListener(name, (event) => hear(JSON.parse(event.data)))
    }
    source.onopen = () => onState?.(true)
    source.onerror = () => {
      onState?.(false)
      // A browser comes back by itself, unless it was refused: then a question tells why, and loads a stale page anew.
      if (source.readyState !== EventSource.CLOSED) return
      ask('GET clock').catch(() => undefined)
      retry = setTimeout(open, RETRY_MS)
    }
  }
  open()
  return () => {
    clearTimeout(retry)
    source.close()
  }
}
