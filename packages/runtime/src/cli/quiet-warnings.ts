/**
 * Node 22 announces that its SQLite module is experimental, and the AWS SDK that it will want a newer Node. Neither is for
 * the users of the CLI, whose own this process is; a program that imports Sallyport hears of it.
 */
export function withoutWarningsOfOthers(): void {
  const listeners = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning' || warning.message.startsWith('NodeVersionSupportWarning')) return
    for (const listener of listeners) listener.call(process, warning)
  })
}
