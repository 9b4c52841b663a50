/**
 * `sallyport status | head -1` is no fault of anybody: whoever stops reading is told no more. What has to end in order
 * (`sallyport dev`) is asked to, as by a signal.
 */
export function endWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM')
    else process.exit()
  })
}
