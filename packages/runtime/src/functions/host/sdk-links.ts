import { mkdir, readdir, readlink, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What AWS's Node runtimes bring along (documented: lambda-nodejs). */
const SCOPES = ['@aws-sdk', '@smithy']
/** What those up to nodejs16.x had instead (documented: lambda-nodejs, runtimes before nodejs18.x). */
const OLDER = 'aws-sdk'
/** Not the name of any package: only runtimes that look in it find what lies there. */
const OLDER_FOLDER = '.older'

/** Within the `node_modules` that {@link linkSdk} fills: what runtimes up to nodejs16.x find besides. */
export function olderSdkFolder(folder: string): string {
  return join(folder, OLDER_FOLDER)
}

/**
 * Links the packages that are found in `sources` into `folder`, a `node_modules` above all unpacked code: both loaders of
 * Node look there last, so what a function or a layer brings along wins.
 */
export async function linkSdk(folder: string, sources: readonly string[]): Promise<void> {
  for (const scope of SCOPES) {
    const wanted = new Map<string, string>()
    for (const source of [...sources].reverse()) {
      const names = await readdir(join(source, scope)).catch(() => [])
      for (const name of names) wanted.set(name, join(source, scope, name))
    }
    await linkAll(join(folder, scope), wanted)
  }
  const older = new Map<string, string>()
  for (const source of [...sources].reverse()) {
    const path = join(source, OLDER)
    if (await stat(path).catch(() => undefined)) older.set(OLDER, path)
  }
  await linkAll(olderSdkFolder(folder), older)
}

/** Makes `links` a folder of these and nothing else. */
async function linkAll(links: string, wanted: Map<string, string>): Promise<void> {
  await mkdir(links, { recursive: true })
  for (const name of await readdir(links)) {
    if (wanted.get(name) === (await readlink(join(links, name)).catch(() => undefined))) wanted.delete(name)
    else await rm(join(links, name), { recursive: true, force: true })
  }
  for (const [name, target] of wanted) await symlink(target, join(links, name))
}
