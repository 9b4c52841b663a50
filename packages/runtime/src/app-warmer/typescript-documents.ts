import { readFileSync } from 'node:fs'
import type * as TypeScript from 'typescript'
import type { CompilerRecord } from './run-record.ts'

type Compiler = typeof TypeScript
type Registry = TypeScript.DocumentRegistry

/** The version that ts-node gives a file which has not changed since it read it. */
const FIRST_VERSION = '1'
const LIBRARY_FILE = /[\\/]node_modules[\\/].*\.d\.[cm]?ts$/

/**
 * Has ts-node find the declarations of libraries read and bound already. It takes a registry of documents from the
 * compiler, in which TypeScript looks documents up by their names and by all options that decide how they are read: this
 * hands it one that was filled before. What an app itself consists of is never in it.
 */
export class DocumentKeeper {
  readonly #cache: NodeJS.Require['cache']
  readonly #load: NodeJS.Require
  #filled: Registry | undefined
  #seen: { module: string; options: TypeScript.CompilerOptions; files: Set<string> } | undefined

  constructor(load: NodeJS.Require) {
    this.#load = load
    this.#cache = load.cache
  }

  /** The registry of the compiler at this path comes from here from now on. */
  attach(module: string): void {
    const compiler = this.#load(module) as Compiler
    const loaded = this.#cache[module]
    if (!loaded) return
    // Its exports cannot be changed; a copy of them can.
    loaded.exports = Object.defineProperties(
      {},
      {
        ...Object.getOwnPropertyDescriptors(compiler),
        createDocumentRegistry: {
          enumerable: true,
          value: (...given: Parameters<Compiler['createDocumentRegistry']>) => {
            const registry = this.#filled ?? compiler.createDocumentRegistry(...given)
            this.#filled = undefined
            return this.#watch(registry, module)
          },
        },
      },
    )
  }

  /** Reads and binds what the run before has read. */
  fill({ module, options, files }: CompilerRecord): void {
    const compiler = this.#load(module) as Compiler
    const { sys } = compiler
    const directory = sys.getCurrentDirectory()
    const registry = compiler.createDocumentRegistry(sys.useCaseSensitiveFileNames, directory)
    const service = compiler.createLanguageService(
      {
        getCompilationSettings: () => options,
        getScriptFileNames: () => [...files],
        getScriptVersion: () => FIRST_VERSION,
        getScriptSnapshot: (file) => snapshot(compiler, file),
        getCurrentDirectory: () => directory,
        getDefaultLibFileName: () => compiler.getDefaultLibFilePath(options),
        fileExists: sys.fileExists,
        readFile: sys.readFile,
        directoryExists: sys.directoryExists,
        getDirectories: sys.getDirectories,
        ...(sys.realpath ? { realpath: sys.realpath } : {}),
        useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      },
      registry,
    )
    service.getProgram()?.getTypeChecker()
    this.#filled = registry
  }

  /** What this run's compiler has read of libraries; undefined where it has read nothing. */
  seen(): CompilerRecord | undefined {
    if (!this.#seen) return undefined
    const { module, files } = this.#seen
    // A syntax tree, which does not decide how others are read.
    const { configFile: _, ...options } = this.#seen.options
    return { module, options, files: [...files] }
  }

  #watch(registry: Registry, module: string): Registry {
    return {
      ...registry,
      acquireDocumentWithKey: (...given) => {
        const [file, , settings] = given
        if (LIBRARY_FILE.test(file)) {
          this.#seen ??= { module, options: optionsOf(settings), files: new Set() }
          this.#seen.files.add(file)
        }
        return registry.acquireDocumentWithKey(...given)
      },
    }
  }
}

function optionsOf(
  settings: TypeScript.CompilerOptions | TypeScript.MinimalResolutionCacheHost,
): TypeScript.CompilerOptions {
  const { getCompilationSettings: get } = settings as TypeScript.MinimalResolutionCacheHost
  return typeof get === 'function' ? get.call(settings) : (settings as TypeScript.CompilerOptions)
}

function snapshot(compiler: Compiler, file: string): TypeScript.IScriptSnapshot | undefined {
  try {
    return compiler.ScriptSnapshot.fromString(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
