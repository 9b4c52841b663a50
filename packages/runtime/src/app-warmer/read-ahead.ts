import type { RunRecord } from './run-record.ts'
import type { DocumentKeeper } from './typescript-documents.ts'

/** Libraries that constructs and the programs of apps are made of: loading them changes nothing but memory. */
const LIBRARY =
  /[\\/]node_modules[\\/](?:aws-cdk-lib|constructs|@aws-cdk|@aws-solutions-constructs|cdk-nag|source-map-support|@cspotcode|typescript|ts-node)[\\/].*\.c?js$/
/** Of aws-cdk-lib: making its engine takes seconds, of which none depends on the app. */
const CHECKER = /[\\/]aws-cdk-lib[\\/]core[\\/]lib[\\/]validation[\\/]cloudformation-validate-plugin\.js$/

interface Checker {
  readonly CloudFormationValidatePlugin?: { readonly _instance?: Plugin; readonly _singletonInstance?: () => Plugin }
}

/** Up to 2.275 it makes its engine at once. From then on it does at the first template, with the rules of the types there. */
interface Plugin {
  readonly engineResourceTypes?: ReadonlySet<string>
  initializeEngine?(types: ReadonlySet<string>): unknown
}

/** Loads what the run before has loaded. What fails is left for the app to meet. */
export function readAhead(record: RunRecord, load: NodeJS.Require, documents: DocumentKeeper): void {
  for (const file of record.modules) attempt(() => load(file))
  const { checker, checkedTypes, compiler } = record
  if (checker) attempt(() => makeEngine(load(checker) as Checker, checkedTypes))
  if (compiler) attempt(() => documents.fill(compiler))
}

function attempt(work: () => unknown): void {
  try {
    work()
  } catch {
    // The app will say so if it needs it.
  }
}

/** What this run has loaded. `main` is run again, and never only loaded. */
export function whatWasLoaded(cache: NodeJS.Require['cache'], main: string, documents: DocumentKeeper): RunRecord {
  const modules = Object.keys(cache).filter((file) => LIBRARY.test(file) && file !== main)
  const checker = modules.find((file) => CHECKER.test(file))
  const compiler = documents.seen()
  return { modules, ...(checker ? checkerOf(checker, cache[checker]?.exports) : {}), ...(compiler ? { compiler } : {}) }
}

/** The plugin keeps an engine for as long as the app has no types but those that it was made for. */
function makeEngine({ CloudFormationValidatePlugin: maker }: Checker, types: readonly string[] | undefined): void {
  const plugin = maker?._singletonInstance?.()
  if (types) plugin?.initializeEngine?.(new Set(types))
}

function checkerOf(checker: string, exports: unknown): Pick<RunRecord, 'checker' | 'checkedTypes'> {
  const plugin = (exports as Checker | undefined)?.CloudFormationValidatePlugin?._instance
  if (!plugin) return {}
  const { engineResourceTypes: types } = plugin
  return { checker, ...(types ? { checkedTypes: [...types] } : {}) }
}
