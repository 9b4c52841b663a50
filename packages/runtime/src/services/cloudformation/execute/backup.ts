import type { ResourceRecord } from '../records.ts'
import type { KnownType } from '../type-registry.ts'
import { type Run, resourceRequest } from './run.ts'
import type { StackWriter } from './stack-writer.ts'
import { existing, shownProperties } from './target.ts'

/** Keeps what a resource was before this operation, or those before it that came to no end, first touched it. */
export async function backUp(
  run: Run,
  writer: StackWriter,
  logicalId: string,
  before: ResourceRecord | undefined,
  failed?: true,
): Promise<void> {
  const { contents } = run.deps
  const earlier = await contents.findBackup(writer.tx, writer.place, writer.key, logicalId)
  if (earlier) {
    // A first attempt changed nothing; this one has.
    const { failed: untouched, ...touched } = earlier
    if (untouched && !failed) contents.putBackup(writer.tx, writer.place, writer.key, touched)
    return
  }
  const order = writer.stack.lastEventAt + 1
  const was = before?.physicalId === undefined ? {} : { before }
  contents.putBackup(writer.tx, writer.place, writer.key, { logicalId, order, ...was, ...(failed ? { failed } : {}) })
}

/** Puts a resource back to what it was, by the same handler that changed it. */
export async function restoreResource(
  run: Run,
  writer: StackWriter,
  known: KnownType,
  current: ResourceRecord,
  before: ResourceRecord,
): Promise<void> {
  const { logicalId, type, physicalId = '' } = before
  const request = resourceRequest(run, writer, logicalId)
  const wanted = existing(run, before, known)
  const instance = await known.handler.update(wanted.properties, existing(run, current, known), request)
  const base = { logicalId, type, physicalId, properties: shownProperties(run, before.properties) }
  writer.event({ ...base, status: 'UPDATE_IN_PROGRESS' })
  const timestamp = writer.event({ ...base, status: 'UPDATE_COMPLETE' })
  const record = { ...before, attributes: instance.attributes, status: 'UPDATE_COMPLETE' as const, timestamp }
  run.deps.contents.putResource(writer.tx, writer.place, writer.key, record)
}
