import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compilePacked, installPacked } from '../support/packed.ts'
import { root } from '../support/paths.ts'
import { run } from '../support/run.ts'

/** A folder with both packages, packed, and what a CDK app has. */
const folder = mkdtempSync(join(tmpdir(), 'sallyport-package-cdk-'))

const PROGRAM = `
import { MachineToMachineApi, type Partner } from '@sallyport/cdk'
import * as cdk from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import { startSallyport, TokenRefused } from 'sallyport/testing'

const app = new cdk.App({ builtinCloudFormationValidation: false })
const stack = new cdk.Stack(app, 'Shop')
const orders = new MachineToMachineApi(stack, 'Orders', { scopes: { 'orders/read': 'Read', 'orders/write': 'Write' } })
const integration = new apigateway.MockIntegration({
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  integrationResponses: [{ statusCode: '200' }],
})
const methodOptions = { methodResponses: [{ statusCode: '200' }] }
orders.addRoute('GET', '/orders', { scope: 'orders/read', integration, methodOptions })
orders.addRoute('POST', '/orders', { scope: 'orders/write', integration, methodOptions })
// @ts-expect-error: scopes have descriptions.
if (false) new MachineToMachineApi(stack, 'Wrong', { scopes: ['orders/read'] })
const acme: Partner = orders.addPartner('acme', { scopes: ['orders/read'] })
new cdk.CfnOutput(stack, 'Url', { value: orders.url })
new cdk.CfnOutput(stack, 'ClientId', { value: acme.clientId })

await using aws = await startSallyport()
const { outputs } = await aws.deploy<{ Url: string; ClientId: string }>(app)
const url = outputs.Url + 'orders'
const authorization = await aws.token('acme', 'orders/read')
const call = async (init: RequestInit) => (await aws.fetch(url, init)).status
const refused = await aws.token('acme', 'orders/write').catch((error: TokenRefused) => error.error)
console.log(JSON.stringify([
  await call({}),
  await call({ headers: { authorization } }),
  await call({ method: 'POST', headers: { authorization } }),
  refused,
]))
`

beforeAll(() => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'packages', 'cdk', 'package.json'), 'utf8'))
  const { devDependencies: ofAll } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return installPacked(
    folder,
    ['runtime', 'cdk'],
    [
      `aws-cdk-lib@${devDependencies['aws-cdk-lib']}`,
      `constructs@${devDependencies.constructs}`,
      `@types/node@${ofAll['@types/node']}`,
    ],
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the constructs make an app, which the testing API deploys and calls', async () => {
  // The CDK's declarations are not ours to check.
  const compiled = await compilePacked(folder, 'program.ts', PROGRAM, ['--skipLibCheck', '--lib', 'ESNext'])
  expect(compiled.code, compiled.output).toBe(0)
  const ran = await run(process.execPath, ['program.js'], { cwd: folder })
  expect(ran.code, ran.output).toBe(0)
  expect(JSON.parse(ran.stdout)).toEqual([401, 200, 401, 'invalid_grant'])
})
