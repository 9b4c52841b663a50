// The program as ES modules, cut where its sources say `import()`.
import { basename } from 'node:path'
import { build } from 'esbuild'

/**
 * `texts` holds the pieces by file name. `sharedBy` names those that are loaded with one of the given sources and are
 * not such a source themselves; `exportsOf` what a source exports.
 */
export async function cutIntoPieces(entryPoints) {
  const { outputFiles, metafile } = await build({
    bundle: true,
    packages: 'external',
    platform: 'node',
    logLevel: 'warning',
    write: false,
    entryPoints,
    outdir: 'dist',
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    target: 'node20',
    format: 'esm',
    metafile: true,
  })
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]))
  const nameOf = (source) => [...outputs].find(([, { entryPoint }]) => entryPoint?.endsWith(source))[0]

  function loadedWith(name, found) {
    for (const { path, kind, external } of outputs.get(name).imports) {
      const imported = basename(path)
      if (kind !== 'import-statement' || external || found.has(imported)) continue
      found.add(imported)
      loadedWith(imported, found)
    }
    return found
  }

  return {
    texts: new Map(outputFiles.map(({ path, text }) => [basename(path), text])),
    sharedBy(...sources) {
      const found = new Set(sources.flatMap((source) => [...loadedWith(nameOf(source), new Set())]))
      return [...found].filter((name) => outputs.get(name).entryPoint === undefined)
    },
    exportsOf: (source) => outputs.get(nameOf(source)).exports.toSorted(),
  }
}
