import { FunctionRefusal } from '../../../kernel/functions.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { runtimeApi } from '../../runtime-api/runtime-api.ts'
import type { RuntimeFamily } from '../runtime.ts'
import { findBootstrap } from './bootstrap.ts'
import { whyNotHere } from './executable.ts'

/** The user's own `bootstrap`, which speaks with the Runtime API. */
export const providedFamily: RuntimeFamily = {
  names: ['provided', 'provided.al2', 'provided.al2023'],
  async start({ version, host, taskRoot, optRoot }) {
    const bootstrap = await findBootstrap(taskRoot, optRoot)
    const why = await whyNotHere(bootstrap, process)
    if (why) {
      throw new FunctionRefusal(
        'not-runnable',
        `The bootstrap of ${version.functionName} ${why}. Build it for this machine, or run Sallyport on one like AWS's.`,
      )
    }
    return {
      command: bootstrap,
      args: [],
      variables: {},
      channel: runtimeApi({ version, random: systemRandom, platform: process.platform, isSameUser: !host.user }),
    }
  },
}
