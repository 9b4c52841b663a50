import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awsEnvironment } from '../../scripts/aws-environment.mjs'
import { cdkPath, examplePath, root } from './paths.ts'
import { type Finished, run } from './run.ts'

export interface CdkTarget {
  readonly origin: string
  readonly region: string
  /** Where the assembly is written: one for each test, so that they do not disturb each other. */
  readonly out: string
  readonly account?: string
  /** The folder of the app, if it is not the tutorial's. */
  readonly app?: string
}

/** The environment a user has after `eval "$(sallyport env)"`. */
export function environmentFor({ origin, region, account }: { origin: string; region: string; account?: string }) {
  return { ...awsEnvironment(origin, region), ...(account === undefined ? {} : { AWS_ACCESS_KEY_ID: account }) }
}

/**
 * Has aws-cdk-lib leave out its own check of the templates, which warns only (observed: aws-cdk-lib 2.275,
 * core/lib/private/synthesis-validation.js) and takes four fifths of an app's time. One synthesis of
 * cdk-lifecycle.test.ts runs with it.
 */
export const WITHOUT_LINT = { CDK_VALIDATION: 'false' }

/** Runs the unmodified CDK CLI on an example. */
export function cdk(target: CdkTarget, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  const environment = { ...environmentFor(target), ...WITHOUT_LINT, ...env }
  return run(cdkPath, [...args, '--output', target.out], { cwd: target.app ?? examplePath, env: environment })
}

/** What `--app` takes to deploy one of the apps in test/fixtures instead of the example. */
export function fixtureApp(name: string): string {
  return `${join(root, 'node_modules', '.bin', 'tsx')} ${join(root, 'test', 'fixtures', `${name}.ts`)}`
}

/** A template, as far as tests look into it. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >
}

/** What one of the apps in test/fixtures writes for a stack of its own. */
export async function templateOfFixture(name: string, stack: string, context: object = {}): Promise<Template> {
  const folder = mkdtempSync(join(tmpdir(), `sallyport-${name}-`))
  try {
    const [command = '', ...args] = fixtureApp(name).split(' ')
    const env = { ...WITHOUT_LINT, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) }
    const { code, output } = await run(command, args, { cwd: folder, env })
    if (code !== 0) throw new Error(output)
    return JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8')) as Template
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
