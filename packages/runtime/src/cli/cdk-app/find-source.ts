import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readAssembly } from '../../deployment/assembly.ts'
import { type SynthesisRequest, synthesize } from './synthesize.ts'

/**
 * Where an app makes the construct of a resource, as `/app/lib/stack.ts:3:5`. Versions of the CDK that do not write it
 * down do so when they are told to debug (documented: `cdk --debug`), so that the app is run once more.
 */
export async function findSource(
  request: SynthesisRequest,
  stack: string,
  logicalId: string,
): Promise<string | undefined> {
  const output = mkdtempSync(join(tmpdir(), 'sallyport-sources-'))
  const { build: _, ...settings } = request.settings
  const env = { ...request.env, CDK_DEBUG: 'true' }
  try {
    await synthesize({ ...request, env, settings: { ...settings, output }, print: 'nobody' })
    const stacks = await readAssembly(output, request.place)
    return stacks.find(({ displayName }) => displayName === stack)?.sources.get(logicalId)
  } catch {
    // The app has run a moment before; what matters has been told.
    return undefined
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}
