#!/usr/bin/env node
// Lies in the repository, unlike dist/: npm links a program only if it exists when npm installs.
import { existsSync } from 'node:fs'
import module from 'node:module'

const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(main)) {
  // Node 22.8 and later keep what they have compiled: half of a start was compiling.
  module.enableCompileCache?.()
  await import(main.href)
} else {
  process.stderr.write('sallyport: it has not been built yet\nBuild it with: npm run build\n')
  process.exitCode = 1
}
