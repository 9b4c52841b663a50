import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { LOWER_ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import { isPeerOf, tellsProcesses } from './peer-process.ts'

const SECRET_LENGTH = 32

/**
 * Tells an environment's own processes from all others of this machine. There are two proofs, and either will do: a
 * secret that the path begins with, and, where the kernel tells it, that the connection is held by one of the
 * environment's processes. Why there are two is in docs/decisions/0034-who-may-reach-a-runtime-api.md.
 */
export class Callers {
  readonly #secret: string
  readonly #tellsProcesses: boolean
  readonly #own = new WeakMap<Socket, Promise<boolean>>()
  #root: number | undefined

  constructor({ random, platform, isSameUser }: { random: Random; platform: NodeJS.Platform; isSameUser: boolean }) {
    this.#secret = randomText(random, SECRET_LENGTH, LOWER_ALPHANUMERIC)
    // The descriptors of another user's process can be read by few.
    this.#tellsProcesses = isSameUser && tellsProcesses(platform)
  }

  /** What `AWS_LAMBDA_RUNTIME_API` says: without the secret where it is not needed, since some clients lose it. */
  address(port: number): string {
    return this.#tellsProcesses ? `127.0.0.1:${port}` : `127.0.0.1:${port}/${this.#secret}`
  }

  /** The environment's processes are this one and those that come from it. */
  admit(root: number): void {
    this.#root = root
  }

  /** What one of the environment's processes asks for. Undefined: the caller is none of them. */
  async pathAskedFor(request: IncomingMessage): Promise<string | undefined> {
    const [pathname = ''] = (request.url ?? '').split('?')
    const [, first = '', rest] = /^\/([^/]*)(\/.*)?$/.exec(pathname) ?? []
    if (equalTexts(first, this.#secret)) return rest ?? '/'
    return (await this.#isOwn(request.socket)) ? pathname : undefined
  }

  /** Asked once for each connection. */
  #isOwn(socket: Socket): Promise<boolean> {
    if (!this.#tellsProcesses || this.#root === undefined) return NO
    let asked = this.#own.get(socket)
    if (!asked) {
      asked = isPeerOf(this.#root, socket)
      this.#own.set(socket, asked)
    }
    return asked
  }
}

const NO = Promise.resolve(false)

function equalTexts(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'))
}
