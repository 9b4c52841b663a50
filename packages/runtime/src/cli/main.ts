#!/usr/bin/env node
import module from 'node:module'

// Node 22.1 and later keep what they have compiled: a good part of a start was compiling. Only what is loaded after
// this is kept, so the program itself is another file.
const { enableCompileCache } = module as { enableCompileCache?: () => unknown }
enableCompileCache?.()
import('./cli.ts').then(async ({ runCli }) => {
  process.exitCode = await runCli(process.argv.slice(2))
})
