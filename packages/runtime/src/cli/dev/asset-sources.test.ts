import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { assetSources } from './asset-sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-assets-'))
afterEach(() => rmSync(folder, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

it('finds the files that lie in an asset as they are', () => {
  write('lambda/api/index.js', 'exports.handler = 1')
  write('lambda/api/lib/index.js', 'exports.other = 2')
  write('lambda/old/index.js', 'exports.handler = 3')
  write('jest.config.js', 'module.exports = {}')
  write('cdk.out/asset.0a1b/index.js', 'exports.handler = 1')
  write('cdk.out/asset.0a1b/lib/index.js', 'exports.other = 2')
  write('cdk.out/asset.0a1b/node_modules/jest.config.js', 'module.exports = {}')
  const files = ['jest.config.js', 'lambda/api/index.js', 'lambda/api/lib/index.js', 'lambda/old/index.js', 'gone.js']
  const sources = (output: string) => assetSources(folder, join(folder, output), files)
  expect(sources('cdk.out')).toEqual(['lambda/api/index.js', 'lambda/api/lib/index.js'])
  expect(sources('elsewhere')).toEqual([])
})
