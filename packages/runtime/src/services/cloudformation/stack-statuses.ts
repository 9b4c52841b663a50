import { placeFromKey } from '../../kernel/place.ts'
import type { LocalAddresses, OutputStatus, StackStatus } from '../../kernel/status.ts'
import type { Document, Reader } from '../../kernel/transaction.ts'
import type { EngineDeps } from './deps.ts'
import { recordedIn } from './recorded/recorded-resources.ts'
import type { OutputRecord, StackRecord } from './records.ts'
import { stacks } from './repository.ts'

type Deps = Pick<EngineDeps, 'contents' | 'types'>

/** The stacks that exist, with their outputs opened: they are shown to whoever has deployed them. */
export async function stackStatuses(reader: Reader, deps: Deps, addresses: LocalAddresses): Promise<StackStatus[]> {
  const documents = await reader.list<StackRecord>({ kind: stacks.kind })
  const existing = documents.filter(({ value }) => value.status !== 'DELETE_COMPLETE')
  return Promise.all(existing.map((document) => stackStatus(reader, document, deps, addresses)))
}

async function stackStatus(
  reader: Reader,
  { key, value: { name, status, outputs } }: Document<StackRecord>,
  { contents, types }: Deps,
  addresses: LocalAddresses,
): Promise<StackStatus> {
  const place = placeFromKey(key.place)
  const resources = await contents.resourcesOf(reader, place, key.id)
  return {
    ...place,
    name,
    status,
    outputs: contents.openOutputs(outputs).map((output) => outputStatus(output, addresses)),
    recorded: recordedIn(
      resources.filter((resource) => resource.status !== 'DELETE_COMPLETE'),
      types,
    ),
  }
}

function outputStatus({ key, value }: OutputRecord, addresses: LocalAddresses): OutputStatus {
  const local = addresses.localize(value)
  return local === undefined ? { key, value } : { key, value, local }
}
