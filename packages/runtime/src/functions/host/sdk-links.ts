import { mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What AWS's Node runtimes bring along (documented: lambda-nodejs). */
const SCOPES = ['@aws-sdk', '@smithy']

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
    const links = join(folder, scope)
    await mkdir(links, { recursive: true })
    for (const name of await readdir(links)) {
      if (wanted.get(name) === (await readlink(join(links, name)).catch(() => undefined))) wanted.delete(name)
      else await rm(join(links, name), { recursive: true, force: true })
    }
    for (const [name, target] of wanted) await symlink(target, join(links, name))
  }
}
