import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const cliPath = join(root, 'packages', 'runtime', 'dist', 'cli', 'main.js')
export const examplePath = join(root, 'examples', 'client-credentials')
export const cdkPath = join(root, 'node_modules', '.bin', 'cdk')
export const awsCliPath = join(root, 'node_modules', '.cache', 'sallyport-tools', 'aws', 'bin', 'aws')
