import type { Config } from '../config/settings.ts'
import { open, type Runtime, type RuntimeOptions } from '../runtime.ts'
import { serve } from './serve.ts'

/** Opens a runtime and serves it. Resolves when requests are answered. */
export async function startRuntime(config: Config, options: RuntimeOptions): Promise<Runtime> {
  const runtime = await open(config, options)
  try {
    const { host, port, proxyPassthrough } = config
    await serve(runtime, { host, port, proxyPassthrough })
    return runtime
  } catch (error) {
    await runtime.close()
    throw error
  }
}
