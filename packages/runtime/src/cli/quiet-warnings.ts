/**
 * Node 22 announces that its SQLite module is experimental. Users of the CLI can do nothing about that, and this process
 * is the CLI's own; a program that imports Sallyport hears of it.
 */
export function withoutExperimentalWarnings(): void {
  const listeners = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning') return
    for (const listener of listeners) listener.call(process, warning)
  })
}
