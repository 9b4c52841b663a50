/** A session of HTTP/2, as far as its idleness goes. */
interface Session {
  readonly destroyed: boolean
  destroy(): void
  on(event: 'stream', listener: (stream: { once(event: 'close', listener: () => void): unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

/**
 * Ends a session on which no stream has been open for so long. A stream has limits of its own. Not by the session's own
 * timeout: Node 20 keeps a session that has ended until that has passed (observed), at 3 KB each.
 */
export function endWhenIdle(session: Session, idleMs: number): void {
  let open = 0
  let timer: NodeJS.Timeout | undefined
  const wait = () => {
    timer = setTimeout(() => session.destroy(), idleMs).unref()
  }
  wait()
  session.on('stream', (stream) => {
    open++
    clearTimeout(timer)
    stream.once('close', () => {
      open--
      if (open === 0 && !session.destroyed) wait()
    })
  })
  session.on('close', () => clearTimeout(timer))
}
