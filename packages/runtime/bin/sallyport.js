#!/usr/bin/env node
// Lies in the repository, unlike dist/: npm links a program only if it exists when npm installs.
import { existsSync } from 'node:fs'

const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(main)) await import(main.href)
else {
  process.stderr.write('sallyport: it has not been built yet\nBuild it with: npm run build\n')
  process.exitCode = 1
}
