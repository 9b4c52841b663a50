import { access, constants, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Programs that AWS would start beside the runtime: the executables in `extensions/` of the layers. */
export async function externalExtensions(optRoot: string): Promise<string[]> {
  const folder = join(optRoot, 'extensions')
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  const executable = await Promise.all(names.map((name) => isExecutable(join(folder, name))))
  return names.filter((_, i) => executable[i]).sort()
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
