import { systemRandom } from '../../../kernel/random.ts'
import { runtimeApi } from '../../runtime-api/runtime-api.ts'
import type { RuntimeFamily } from '../runtime.ts'
import { CLIENT_CLASS, classPathOf } from './class-path.ts'
import { JavaFinder } from './java-home.ts'

/** Of a function's memory; the rest is for the machine beside the heap. Chosen, as AWS does not say. */
const HEAP_SHARE = 0.85

const finder = new JavaFinder()

/** Through the runtime client that AWS publishes. */
export const javaFamily: RuntimeFamily = {
  names: ['java8', 'java8.al2', 'java11', 'java17', 'java21', 'java25'],
  async start({ version, host, taskRoot, optRoot }) {
    const { runtime, handler, memoryMb } = version
    const [command, classPath] = await Promise.all([
      finder.find(runtime, host.interpreters.java),
      classPathOf(runtime, taskRoot, optRoot, host.javaRuntimeClient),
    ])
    // One compiler and one collector: what AWS sets for a quick start (documented: java-customization).
    const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Xmx${Math.floor(memoryMb * HEAP_SHARE)}m`]
    return {
      command,
      args: [...options, '-cp', classPath, CLIENT_CLASS, handler],
      variables: {},
      channel: runtimeApi({ version, random: systemRandom, platform: process.platform, isSameUser: !host.user }),
    }
  },
}
