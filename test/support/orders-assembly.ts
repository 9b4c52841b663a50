import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.ts'

/** Writes `cdk.out` into a folder: the stack `Orders`, with the client `partner` and two methods of `/orders`. */
export function writeOrdersAssembly(folder: string): void {
  const out = join(folder, 'cdk.out')
  mkdirSync(out)
  const properties = { templateFile: 'Orders.template.json' }
  const stack = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties }
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: { Orders: stack } }))
  writeFileSync(join(out, 'Orders.template.json'), readFileSync(join(root, 'test/fixtures/orders.template.json')))
}
