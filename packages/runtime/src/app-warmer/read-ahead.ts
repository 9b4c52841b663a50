import type { RunRecord } from './run-record.ts'
import type { DocumentKeeper } from './typescript-documents.ts'

/** Libraries that constructs and the programs of apps are made of: loading them changes nothing but memory. */
const LIBRARY =
  /[\\/]node_modules[\\/](?:aws-cdk-lib|constructs|@aws-cdk|@aws-solutions-constructs|cdk-nag|source-map-support|@cspotcode|typescript|ts-node)[\\/].*\.c?js$/
/** Of aws-cdk-lib: making its engine takes seconds, of which none depends on the app. */
const CHECKER = /[\\/]aws-cdk-lib[\\/]core[\\/]lib[\\/]validation[\\/]cloudformation-validate-plugin\.js$/

interface Checker {
  readonly CloudFormationValidatePlugin?: { readonly _instance?: unknown; readonly _singletonInstance?: () => unknown }
}

/** Loads what the run before has loaded. What fails is left for the app to meet. */
export function readAhead(record: RunRecord, load: NodeJS.Require, documents: DocumentKeeper): void {
  for (const file of record.modules) attempt(() => load(file))
  const { checker, compiler } = record
  if (checker) attempt(() => (load(checker) as Checker).CloudFormationValidatePlugin?._singletonInstance?.())
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
  const hasEngine = checker !== undefined && engineOf(cache[checker]?.exports) !== undefined
  const compiler = documents.seen()
  return { modules, ...(hasEngine ? { checker } : {}), ...(compiler ? { compiler } : {}) }
}

function engineOf(exports: unknown): unknown {
  return (exports as Checker | undefined)?.CloudFormationValidatePlugin?._instance
}
