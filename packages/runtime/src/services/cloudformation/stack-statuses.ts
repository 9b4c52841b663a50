import { placeFromKey } from '../../kernel/place.ts'
import type { LocalAddresses, OutputStatus, StackStatus } from '../../kernel/status.ts'
import type { Reader } from '../../kernel/transaction.ts'
import type { OutputRecord, StackRecord } from './records.ts'
import { stacks } from './repository.ts'
import type { StackContents } from './stack-contents.ts'

/** The stacks that exist, with their outputs opened: they are shown to whoever has deployed them. */
export async function stackStatuses(
  reader: Reader,
  contents: StackContents,
  addresses: LocalAddresses,
): Promise<StackStatus[]> {
  const documents = await reader.list<StackRecord>({ kind: stacks.kind })
  return documents
    .filter(({ value }) => value.status !== 'DELETE_COMPLETE')
    .map(({ key, value: { name, status, outputs } }) => ({
      ...placeFromKey(key.place),
      name,
      status,
      outputs: contents.openOutputs(outputs).map((output) => outputStatus(output, addresses)),
    }))
}

function outputStatus({ key, value }: OutputRecord, addresses: LocalAddresses): OutputStatus {
  const local = addresses.localize(value)
  return local === undefined ? { key, value } : { key, value, local }
}
