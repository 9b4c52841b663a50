import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../kernel/random.ts'
import type { CodePackage, FunctionCode } from '../ports.ts'
import { type Lease, Leases } from './leases.ts'
import { unpack } from './unpack.ts'

/** Code on disk, each archive unpacked once. A folder that has its name is complete: it was renamed when it was. */
export interface CodeStore {
  /** Of a function: `/var/task` on AWS. */
  task(code: FunctionCode): Promise<Lease>
  /** Layers, one over the other: `/opt` on AWS. */
  layers(layers: readonly CodePackage[]): Promise<Lease>
  /** Its folder is touched no more, once all leases are released. */
  close(): Promise<void>
}

/** Of code that is not whole: not yet, or not any more. */
const UNFINISHED = '.new-'
/** Folders that no environment uses, in the order of tens of megabytes each. */
const MOST_UNUSED = 50

/** Makes `folder`, and clears away what an earlier process has not finished. */
export async function openCodeStore(
  folder: string,
  random: Random,
  { mostUnused = MOST_UNUSED }: { readonly mostUnused?: number } = {},
): Promise<CodeStore> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    if (name.startsWith(UNFINISHED)) await rm(join(folder, name), { recursive: true, force: true })
  }
  const unfinished = () => join(folder, `${UNFINISHED}${random.bytes(8).toString('hex')}`)
  const leases = new Leases(folder, { mostUnused, doomed: unfinished })
  await leases.adopt((name) => /^(task|opt)-/.test(name))
  const unpacking = new Map<string, Promise<string>>()

  const make = async (name: string, packages: readonly CodePackage[]): Promise<string> => {
    const final = join(folder, name)
    if (await exists(final)) return final
    const fresh = unfinished()
    await mkdir(fresh)
    try {
      for (const each of packages) await unpack(await each.read(), fresh)
      await rename(fresh, final)
    } catch (error) {
      await rm(fresh, { recursive: true, force: true })
      throw error
    }
    return final
  }
  /** Those who ask at the same time wait for the same. */
  const once = (name: string, packages: readonly CodePackage[]): Promise<string> => {
    const known = unpacking.get(name)
    if (known) return known
    const made = make(name, packages)
    unpacking.set(name, made)
    const forget = () => unpacking.delete(name)
    made.then(forget, forget)
    return made
  }
  const leased = (name: string, packages: readonly CodePackage[]) => leases.take(name, () => once(name, packages))
  return {
    task: async (code) =>
      'directory' in code ? { path: code.directory, release() {} } : leased(`task-${code.sha256}`, [code]),
    layers: (layers) => leased(`opt-${digestOf(layers)}`, layers),
    close: () => leases.settled(),
  }
}

function digestOf(layers: readonly CodePackage[]): string {
  return createHash('sha256')
    .update(layers.map(({ sha256 }) => sha256).join('\n'))
    .digest('hex')
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
