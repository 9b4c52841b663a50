import type { ResourceRecord } from '../records.ts'
import type { Run } from './run.ts'
import type { StackWriter } from './stack-writer.ts'

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
