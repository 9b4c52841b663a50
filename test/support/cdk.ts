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

/** Runs the unmodified CDK CLI on an example. */
export function cdk(target: CdkTarget, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  const environment = { ...environmentFor(target), ...env }
  return run(cdkPath, [...args, '--output', target.out], { cwd: target.app ?? examplePath, env: environment })
}

/** What `--app` takes to deploy one of the apps in test/fixtures instead of the example. */
export function fixtureApp(name: string): string {
  return `${join(root, 'node_modules', '.bin', 'tsx')} ${join(root, 'test', 'fixtures', `${name}.ts`)}`
}
