import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeReleases, toolsDir } from '../../scripts/node-releases.mjs'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const cliPath = join(root, 'packages', 'runtime', 'dist', 'main.js')
export const examplePath = join(root, 'examples', 'client-credentials')
export const lambdaBackendPath = join(root, 'examples', 'lambda-backend')
export const lambdaAuthorizerPath = join(root, 'examples', 'lambda-authorizer')
export const httpBackendPath = join(root, 'examples', 'http-backend')
export const httpApiPath = join(root, 'examples', 'http-api')
export const authorizationCodePath = join(root, 'examples', 'authorization-code')
export const partnersPath = join(root, 'examples', 'partners')
export const constructsPath = join(root, 'examples', 'constructs')
export const customClaimsPath = join(root, 'examples', 'custom-claims')
export const openApiPath = join(root, 'examples', 'openapi')
export const mcpServerPath = join(root, 'examples', 'mcp-server')
export const cdkPath = join(root, 'node_modules', '.bin', 'cdk')
export const awsCliPath = join(toolsDir, 'aws', 'bin', 'aws')
/** Another emulator, which has tables, queues and topics. */
export const motoServerPath = join(toolsDir, 'moto', 'bin', 'moto_server')
/** With boto3 beside it. */
export const pytestPath = join(toolsDir, 'pytest', 'bin', 'pytest')
/** A Python that has AWS's translator of SAM templates. */
export const samPythonPath = join(toolsDir, 'sam', 'bin', 'python3')

/** Releases of Node that npm test installs beside the one it runs on. */
export const otherNodes: readonly { readonly version: string; readonly path: string }[] = nodeReleases
