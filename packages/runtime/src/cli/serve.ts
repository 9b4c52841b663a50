import type { Config } from '../config/config.ts'
import { startRuntime } from '../runtime/start.ts'
import { VERSION } from '../version.ts'
import { createLogger } from './logger.ts'
import { withoutWarningsOfOthers } from './quiet-warnings.ts'

/** Runs the server in the foreground. Resolves when it has been told to stop and has finished what it was doing. */
export async function serve(config: Config): Promise<void> {
  withoutWarningsOfOthers()
  const logger = createLogger(config)
  const stop = stopRequest()
  const runtime = await startRuntime(config, { logger, stop: stop.ask })
  if (config.logLevel === 'silent' || config.json) {
    logger.log('info', 'serving', { origin: runtime.origin, version: VERSION })
    if (!logger.enabled('info')) process.stdout.write(`${runtime.origin}\n`)
  } else {
    process.stdout.write(welcome(runtime.origin, config))
  }
  await stop.asked
  logger.log('info', 'stopping')
  await runtime.close()
  await logger.flush()
}

function welcome(origin: string, { dataDir, forward }: Config): string {
  return `Sallyport ${VERSION} serves on ${origin}
  state       ${dataDir ?? 'in memory, gone when this stops'}
  use it      eval "$(sallyport env)"            then: cdk deploy, aws ..., your tests
  AWS's names eval "$(sallyport env --proxy)"    then: curl https://{api}.execute-api.us-east-1.amazonaws.com/...
  see it      sallyport status
${forward.map((entry) => `  forwarded   ${entry.replace('=', ' to ')}\n`).join('')}
`
}

/** SIGINT, SIGTERM or `ask` resolves `asked`; a signal after that ends the process at once. */
function stopRequest(): { readonly asked: Promise<void>; readonly ask: () => void } {
  let isAsked = false
  let resolve = () => {}
  const asked = new Promise<void>((done) => {
    resolve = done
  })
  const ask = () => {
    isAsked = true
    resolve()
  }
  const onSignal = (signal: NodeJS.Signals) => {
    if (isAsked) process.exit(signal === 'SIGINT' ? 130 : 143)
    ask()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return { asked, ask }
}
