import type { Config } from '../config/config.ts'
import { startRuntime } from '../runtime.ts'
import { VERSION } from '../version.ts'
import { createLogger } from './logger.ts'

/** Runs the server in the foreground. Resolves when it has been told to stop and has finished what it was doing. */
export async function serve(config: Config): Promise<void> {
  const logger = createLogger(config)
  const runtime = await startRuntime(config, logger)
  if (config.logLevel === 'silent' || config.json) {
    logger.log('info', 'serving', { origin: runtime.origin, version: VERSION })
    if (!logger.enabled('info')) process.stdout.write(`${runtime.origin} \n`)
  } else {
    process.stdout.write(welcome(runtime.origin, config))
  }
  await stopSignal()
  logger.log('info', 'stopping')
  await runtime.close()
  logger.flush()
}

function welcome(origin: string, { dataDir }: Config): string {
  return `Sallyport ${VERSION} serves on ${origin}
  state       ${dataDir ?? 'in memory, gone when this stops'}
  use it      eval "$(sallyport env)"            then: cdk deploy, aws ..., your tests
  AWS's names eval "$(sallyport env --proxy)"    then: curl https://{api}.execute-api.us-east-1.amazonaws.com/...
  see it      sallyport status

`
}

/** The first SIGINT or SIGTERM resolves; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = (signal: NodeJS.Signals) => {
      if (asked) process.exit(signal === 'SIGINT' ? 130 : 143)
      asked = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
