import type { Random } from '../../kernel/random.ts'
import type { ChannelKind } from '../environment/channel.ts'
import type { FunctionVersion } from '../ports.ts'
import { Callers } from './callers.ts'
import { Dialog } from './dialog.ts'
import { Extensions } from './extensions.ts'
import { listen } from './listener.ts'
import { refused } from './replies.ts'
import { route } from './routes.ts'

export interface RuntimeApiOptions {
  readonly version: FunctionVersion
  readonly random: Random
  readonly platform: NodeJS.Platform
  /** The processes of the environment run as the user of this one. */
  readonly isSameUser: boolean
}

const STRANGER = refused(
  403,
  'Forbidden',
  'This is the Runtime API of one execution environment, and the caller is not shown to be one of its processes. ' +
    'Call what AWS_LAMBDA_RUNTIME_API says, with all of its path.',
)

/**
 * The Lambda Runtime API and the Extensions API over HTTP, for bootstraps and runtime clients of others (documented:
 * runtimes-api, runtimes-extensions-api). Each environment has a listener of its own.
 */
export function runtimeApi({ version, ...options }: RuntimeApiOptions): ChannelKind {
  return {
    async open() {
      const callers = new Callers(options)
      const extensions = new Extensions(version, options.random)
      const dialog: Dialog = new Dialog({
        onInvocation: (invocation, deadlineMs) => extensions.tell(invocation, deadlineMs),
        onClose: () => listener.close(),
      })
      const listener = await listen({
        pathAskedFor: (request) => callers.pathAskedFor(request),
        answer: (path, request, response) => route({ dialog, extensions }, path, request, response),
        refusal: STRANGER,
      })
      return {
        variables: { AWS_LAMBDA_RUNTIME_API: callers.address(listener.port) },
        usesPipe: false,
        connect(_pipe, pid) {
          callers.admit(pid)
          return dialog
        },
        close: () => listener.close(),
      }
    },
  }
}
