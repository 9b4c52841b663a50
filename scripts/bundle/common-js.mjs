// ES modules into CommonJS modules.
import { build, transform } from 'esbuild'

/** @satisfies {import('esbuild').TransformOptions} */
const OPTIONS = /** @type {const} */ ({
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
})

/** One module. `joined` says which pieces lie in which file together. */
export async function toCommonJs(text, joined) {
  const { code } = await transform(text, OPTIONS)
  return whereJoined(code, joined)
}

/** One module of several, each of which it exports whole. Everything else is left where it is. */
export async function joinPieces(names, texts, joined) {
  const contents = names.map((name) => `export * as ${exportNameOf(name)} from './${name}'`).join('\n')
  const { outputFiles } = await build({
    ...OPTIONS,
    bundle: true,
    write: false,
    stdin: { contents, resolveDir: '/' },
    plugins: [onlyPieces(names, texts)],
  })
  return whereJoined(outputFiles[0].text, joined)
}

/** What was to be loaded from a piece is found in the file that it was joined into. */
function whereJoined(code, joined) {
  return code.replace(/\brequire\("\.\/([^"]+)"\)/g, (call, name) => {
    const file = Object.keys(joined).find((candidate) => joined[candidate].includes(name))
    return file ? `require("./${file}").${exportNameOf(name)}` : call
  })
}

function onlyPieces(names, texts) {
  return {
    name: 'pieces',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path }) => {
        const name = path.replace(/^\.\//, '')
        return names.includes(name) ? { path: name, namespace: 'piece' } : { path, external: true }
      })
      onLoad({ filter: /.*/, namespace: 'piece' }, ({ path }) => ({ contents: texts.get(path), loader: 'js' }))
    },
  }
}

/** `chunk-ABC123.js` is exported as `chunk_ABC123`. */
function exportNameOf(name) {
  return name.replace(/\.js$/, '').replaceAll(/\W/g, '_')
}
