import { isAwsError } from '../../../kernel/errors.ts'
import { isWaitingType } from '../../../kernel/resource-type.ts'
import { ProvisioningError } from '../errors.ts'
import { type Decision, decide } from '../plan/decide.ts'
import { recordedIn } from '../recorded/recorded-resources.ts'
import type { ResourceRecord } from '../records.ts'
import { completeForward } from './complete-forward.ts'
import { type Deed, deedUnderWay, isUnderWay } from './deeds/deed.ts'
import { failForward, type ResourceFailure } from './fail-forward.ts'
import { handlerErrorCode, reasonOf } from './failure-reason.ts'
import { LiveStack } from './live-stack.ts'
import { FailedOutcome, type Progress, perform, takeUp } from './perform.ts'
import { isInterruption, type Run, step } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { type Target, wantedBy } from './target.ts'
import { turnOf } from './turn.ts'
import { type Turn, walk } from './walk.ts'

/** Ends the walk: the first resource that fails breaks the operation off. */
class ForwardFailure extends Error {
  readonly failure: ResourceFailure

  constructor(failure: ResourceFailure) {
    super(failure.reason)
    this.failure = failure
  }
}

/**
 * Brings a stack to its target: each resource as soon as there is what it needs, with waits side by side. What is there
 * already is left alone, and what is under way is taken up, so that the same walk also goes on where a killed process
 * stopped.
 */
export async function goForward(run: Run): Promise<void> {
  try {
    const live = await LiveStack.read(run)
    await live.checkBeforehand()
    noteRecorded(run, live)
    const { dependencies: needs } = live.prepared.order
    const { signal, onPause } = run
    await walk({ nodes: turns(run, live), needs, signal, onPause, visit: (id) => bring(run, live, id) })
    const outputs = await live.outputs()
    await step(run, (writer) => completeForward(run, writer, live, outputs))
  } catch (error) {
    if (isInterruption(error)) throw error
    await failForward(run, error instanceof ForwardFailure ? error.failure : { reason: reasonOf(run, error, '') })
  }
}

/** One line for each deployment: what in it does nothing here. */
function noteRecorded({ deps, stack }: Run, { prepared: { template } }: LiveStack): void {
  const types = recordedIn(Object.values(template.resources), deps.types)
  if (types.length > 0)
    deps.logger.log('info', 'recorded without effect', { stack: stack.name, types: types.join(', ') })
}

/** The template's order, but what others may need by name goes first. */
function turns(run: Run, { prepared: { order, template } }: LiveStack): string[] {
  const isNeeded = (logicalId: string) => {
    return run.deps.types.find(template.resources[logicalId]?.type ?? '')?.handler.neededByName === true
  }
  return [...order.order.filter(isNeeded), ...order.order.filter((logicalId) => !isNeeded(logicalId))]
}

async function bring(run: Run, live: LiveStack, logicalId: string): Promise<Turn> {
  const record = live.records.get(logicalId)
  const type = live.prepared.template.resources[logicalId]?.type ?? ''
  let target: Target | undefined
  let decision: Decision | undefined
  return turnOf(
    async () => {
      target = await live.target(logicalId)
      if (isUnderWay(record)) return takeUp(run, deedUnderWay(record, { keep: keeper(run) }), record)
      decision = decide(record, { type, properties: target.properties, stackTags: target.stackTags }, target.known)
      return carryOut(run, decision, target, record)
    },
    (made) => void live.records.set(logicalId, made),
    async (error) => {
      const reason = reasonOf(run, error, type)
      const physicalId = error instanceof FailedOutcome ? error.physicalId : undefined
      throw new ForwardFailure({ logicalId, type, target, decision, reason, physicalId })
    },
  )
}

function keeper(run: Run): Deed['keep'] {
  return (writer: StackWriter, record: ResourceRecord) => {
    run.deps.contents.putResource(writer.tx, writer.place, writer.key, record)
  }
}

async function carryOut(
  run: Run,
  { kind }: Decision,
  target: Target,
  record: ResourceRecord | undefined,
): Promise<Progress> {
  const { logicalId } = target
  const wanted = wantedBy(target)
  const deed = { logicalId, record, keep: keeper(run) }
  if (kind === 'create') return create(run, target, { ...deed, kind, wanted })
  if (kind === 'keep' || !record) return { done: record as ResourceRecord }
  if (kind === 'update') {
    return perform(run, { ...deed, kind, wanted: record.adopted ? { ...wanted, adopted: true } : wanted })
  }
  refuseCustomName(target, record)
  return perform(run, { ...deed, kind, wanted })
}

/** With `ImportExistingResources`, a resource that exists already under the template's name becomes the stack's. */
async function create(run: Run, { known, properties }: Target, deed: Deed): Promise<Progress> {
  const name = properties[known.handler.nameProperty ?? '']
  try {
    return await perform(run, deed)
  } catch (error) {
    const exists = isAwsError(error) && handlerErrorCode(error) === 'AlreadyExists'
    const mayAdopt = run.operation.importExisting && !isWaitingType(known.handler)
    if (!exists || !mayAdopt || typeof name !== 'string') throw error
    return perform(run, { ...deed, adopt: name, wanted: { ...deed.wanted, adopted: true } })
  }
}

/** Two resources cannot bear one name, and the old one is there until the new one is (general knowledge). */
function refuseCustomName({ known, properties }: Target, record: ResourceRecord): void {
  const property = known.handler.nameProperty
  const name = property && properties[property]
  if (typeof name !== 'string' || name !== record.properties[property ?? '']) return
  throw new ProvisioningError(
    'CloudFormation cannot update a stack when a custom-named resource requires replacing. ' +
      `Rename ${name} and update the stack again.`,
  )
}
