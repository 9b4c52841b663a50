import { packageFilePath } from '../../../package-files.ts'
import { pipeChannel } from '../../environment/pipe-channel.ts'
import { sdkFolder } from '../../host/host-folder.ts'
import { olderSdkFolder } from '../../host/sdk-links.ts'
import type { RuntimeFamily } from '../runtime.ts'
import { findNode } from './interpreter.ts'

/** AWS's client for Node changed its manners with this one. */
const FOURTH_GENERATION = ['nodejs24.x']
const THIRD_GENERATION = ['nodejs12.x', 'nodejs14.x', 'nodejs16.x', 'nodejs18.x', 'nodejs20.x', 'nodejs22.x']

/** From here on AWS's runtimes bring version 3 of the SDK along, and version 2 no more (documented: lambda-nodejs). */
const FIRST_WITHOUT_OLDER_SDK = 18

/** What Node does by itself nowadays, and AWS's runtimes up to nodejs22.x do not (documented: lambda-nodejs). */
const NOT_BEFORE_24 = ['require-module', 'detect-module']

export const nodeFamily = nodeFamilyOf(packageFilePath('dist/node-runtime.cjs'))

/** `program` is what is built from `child/main.ts`. */
export function nodeFamilyOf(program: string): RuntimeFamily {
  return {
    names: [...THIRD_GENERATION, ...FOURTH_GENERATION],
    async start({ version, host, taskRoot, optRoot, debuggerPort }) {
      const { path, major, knows } = await findNode(host.interpreters.node)
      const isFourth = FOURTH_GENERATION.includes(version.runtime)
      const withheld = isFourth ? [] : NOT_BEFORE_24.filter(knows).map((name) => `--no-experimental-${name}`)
      const isDebuggable = debuggerPort !== undefined
      const inspector = isDebuggable ? [`--inspect=127.0.0.1:${debuggerPort}`, '--inspect-publish-uid=http'] : []
      const declared = Number(/\d+/.exec(version.runtime)?.[0])
      const roots = [
        `${optRoot}/nodejs/node${declared}/node_modules`,
        `${optRoot}/nodejs/node_modules`,
        sdkFolder(host),
        ...(declared < FIRST_WITHOUT_OLDER_SDK ? [olderSdkFolder(sdkFolder(host))] : []),
      ]
      // Imports find what is above the code by themselves.
      const looksElsewhere = version.layers.length > 0 || 'directory' in version.code
      return {
        command: path,
        args: [
          // AWS ends what needs more than its memory; V8's heap is what can be limited here.
          `--max-old-space-size=${version.memoryMb}`,
          ...withheld,
          ...inspector,
          program,
          isFourth ? '4' : '3',
          ...(looksElsewhere ? ['node-path'] : []),
          ...(isDebuggable ? ['inspect'] : []),
        ],
        variables: {
          NODE_PATH: [...roots, taskRoot].join(':'),
          // The SDK warns of a Node that it will not know for long. The function's own is another one, on AWS.
          ...(major < declared && { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }),
        },
        channel: pipeChannel,
        debuggable: isDebuggable,
      }
    },
  }
}
