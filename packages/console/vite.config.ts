import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/**
 * The pages are served under a policy that lets nothing run but files of this server: Vite may put no script and no image
 * into a page, and needs none of its own for browsers that know no modules.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../runtime/console',
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
