import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../kernel/random.ts'
import { type CodeStore, openCodeStore } from '../code/code-store.ts'
import { killGroup } from '../environment/child.ts'
import { environmentName, environmentsFolder } from '../environment/names.ts'
import type { FunctionHost } from '../ports.ts'
import { endMarked, startOf } from './leftovers.ts'
import { letIn } from './let-in.ts'
import { linkSdk } from './sdk-links.ts'
import { claimTemporaryFolder } from './temporary-folders.ts'
import { startWatch } from './watch.ts'

/** What lies in {@link FunctionHost.folder}. */
export interface HostFolder {
  /** Where the SDK lies above the code. */
  readonly code: CodeStore
  /** Where it does not: packages of layers win over it, and are found by `NODE_PATH` only. */
  readonly codeWithLayers: CodeStore
  makeEnvironment(): Promise<EnvironmentFolder>
  /** Nothing runs any more: the folder is touched no more either. */
  close(): Promise<void>
}

export interface EnvironmentFolder {
  readonly name: string
  readonly tmp: string
  /** Written down for the next server, in case this one ends without a word. */
  started(pid: number): void
  /** Ends what is left of its processes, then removes it. */
  remove(): Promise<void>
}

const PRIVATE = 0o700
/** The children's user reaches what is below, and reads what it is given. */
const FOR_GROUP = 0o750
const PROCESS_FILE = 'process.json'

/** Opens it, and ends what an earlier server has left running. */
export async function openHostFolder(host: FunctionHost, random: Random): Promise<HostFolder> {
  const { folder, user, isTemporary = false } = host
  const environments = environmentsFolder(folder)
  const mode = user ? FOR_GROUP : PRIVATE
  await mkdir(environments, { recursive: true, mode })
  for (const path of [folder, environments]) {
    await chmod(path, mode)
    if (user) await chown(path, process.getuid?.() ?? 0, user.gid)
  }
  if (user) await letIn(folder, user)
  await endLeftovers(environments)
  if (isTemporary) await claimTemporaryFolder(folder)
  // Above all code: a `package.json` further up would say that its files are ES modules.
  await writeFile(join(folder, 'package.json'), '{}\n')
  await linkSdk(sdkFolder(host), host.sdkModules)
  const code = await openCodeStore(join(folder, 'code'), random)
  const codeWithLayers = await openCodeStore(join(folder, 'code-with-layers'), random)
  // Another server on the same folder has other names: a watch that is late does not touch what is its own.
  const ofThisServer = environmentName(random)
  const watch = startWatch({ mark: join(environments, ofThisServer), ...(isTemporary && { folder }) })
  return {
    code,
    codeWithLayers,
    async close() {
      watch.stop()
      await Promise.all([code.close(), codeWithLayers.close()])
    },
    async makeEnvironment() {
      const name = `${ofThisServer}${environmentName(random)}`
      const own = join(environments, name)
      const tmp = join(own, 'tmp')
      await mkdir(tmp, { recursive: true, mode })
      if (user) {
        await chown(own, process.getuid?.() ?? 0, user.gid)
        await chown(tmp, user.uid, user.gid)
      }
      return {
        name,
        tmp,
        started(pid) {
          startOf(pid)
            .then((start) => writeFile(join(own, PROCESS_FILE), JSON.stringify({ pid, start })))
            // The environment is gone already.
            .catch(() => {})
        },
        async remove() {
          await endMarked(own)
          await rm(own, { recursive: true, force: true, maxRetries: 3 })
        },
      }
    },
  }
}

/** A `node_modules` with AWS's SDK. */
export function sdkFolder({ folder }: FunctionHost): string {
  return join(folder, 'code', 'node_modules')
}

async function endLeftovers(environments: string): Promise<void> {
  const names = await readdir(environments)
  if (names.length === 0) return
  for (const name of names) {
    const text = await readFile(join(environments, name, PROCESS_FILE), 'utf8').catch(() => undefined)
    const recorded = parsed(text)
    // An id is given again: the process of that time is recognized by when it was started.
    if (recorded && (await startOf(recorded.pid)) === recorded.start) killGroup(recorded.pid)
  }
  await endMarked(environments)
  for (const name of names) await rm(join(environments, name), { recursive: true, force: true })
}

function parsed(text: string | undefined): { readonly pid: number; readonly start: string } | undefined {
  try {
    const { pid, start } = JSON.parse(text ?? '') as { pid?: unknown; start?: unknown }
    return typeof pid === 'number' && pid > 1 && typeof start === 'string' ? { pid, start } : undefined
  } catch {
    // Half of it was written.
    return undefined
  }
}
