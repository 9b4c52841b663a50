import { describe, expect, test } from 'vitest'
import { type HarnessOptions, startCloudFormation, type TestCloudFormation } from '../cloudformation.harness.ts'
import type { FakeFunctions } from '../custom-resources/fake-functions.harness.ts'
import { FakeWorld } from '../fake-resources.harness.ts'

/** An operation to be carried out on the stack `S` that `prepare` has made. */
export interface Scenario {
  readonly prepare: (cfn: TestCloudFormation) => Promise<unknown>
  readonly begin: (cfn: TestCloudFormation) => Promise<unknown>
  readonly failures?: readonly string[]
  /** Of custom resources: they live on when the process is killed. */
  readonly functions?: () => FakeFunctions
  readonly ends: string
}

/** Carries each scenario out once as a whole, and once for each step after which the process may be killed. */
export function describeCrashes(scenarios: Readonly<Record<string, Scenario>>): void {
  describe.each(Object.entries(scenarios))('%s', (_name, scenario) => {
    test('ends the same, after whatever step the process is killed', { timeout: 120_000 }, async () => {
      const whole = await carryOut(scenario)
      expect(whole.stack.StackStatus).toBe(scenario.ends)
      for (let steps = 0; steps < whole.steps; steps++) {
        const killed = await carryOut(scenario, steps)
        expect(killed.steps, 'steps before it died').toBe(steps)
        expect(killed.picture, `killed after ${steps} of ${whole.steps} steps`).toEqual(whole.picture)
      }
    })
  })
}

/** Carries a scenario out; with `killAfterSteps`, by a process that dies and another one that goes on. */
async function carryOut({ prepare, begin, failures = [], ...scenario }: Scenario, killAfterSteps?: number) {
  const world = new FakeWorld()
  const functions = scenario.functions?.()
  const start = async (options: HarnessOptions = {}) => {
    const cfn = await startCloudFormation({ world, ...(functions ? { functions } : {}), ...options })
    functions?.attach(cfn)
    return cfn
  }
  const preparing = await start()
  const { store } = preparing
  await prepare(preparing)
  for (const call of failures) world.fail(call)

  const dying = await start({ store, ...(killAfterSteps === undefined ? {} : { killAfterSteps }) })
  await begin(dying)
  const { StackSummaries = [] } = await dying.call('ListStacks', {})
  const { StackId = '' } = StackSummaries.find(({ StackName }) => StackName === 'S') ?? {}
  await dying.atRest(StackId)
  const { steps } = dying

  const next = await start({ store })
  await next.resume()
  const stack = await next.settled(StackId)
  const asked = functions?.take()
  return { steps, stack, picture: { asked, left: await pictureOf(next, StackId) } }
}

/** All that is left, with the names that chance gave taken out. */
async function pictureOf(cfn: TestCloudFormation, StackName: string) {
  const kinds = ['stack', 'resource', 'backup', 'leftover', 'export', 'import', 'stack-name', 'change-set', 'template']
  const counts = await Promise.all(
    kinds.map(async (kind) => [kind, (await cfn.store.list({ kind: `cloudformation/${kind}` })).length]),
  )
  const { Outputs } = await cfn.find(StackName)
  const resources = await cfn.resources(StackName)
  const seen = {
    fakes: Object.values(await cfn.fakes()).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    events: byResource(await cfn.events(StackName)),
    exports: (await cfn.call('ListExports', {})).Exports,
    counts,
    Outputs,
    resources,
  }
  const text = JSON.stringify(seen)
    .replaceAll(/(stack|changeSet)\/([A-Za-z0-9-]+)\/[0-9a-f-]{36}/g, '$1/$2/uuid')
    // A nested stack's resources are named after it, which is named after its own stack.
    .replaceAll(/\bS(-[A-Z]-[A-Za-z0-9]{12})+/g, (name) => name.replaceAll(/-([A-Z])-[A-Za-z0-9]{12}/g, '-$1-suffix'))
    .replaceAll(/(Request ID: |RequestToken: |RequestId: )[0-9a-f-]{36}/g, '$1uuid')
  return JSON.parse(text) as unknown
}

/** Waits side by side end in any order; what happens to one resource has only one. */
function byResource(events: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const event of events) {
    const logicalId = event.slice(0, event.indexOf(' '))
    found[logicalId] = [...(found[logicalId] ?? []), event]
  }
  return found
}
