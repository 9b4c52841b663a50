import type { Place } from '../../../kernel/place.ts'
import type { Reader } from '../../../kernel/transaction.ts'
import type { EngineDeps } from '../deps.ts'
import { ProvisioningError } from '../errors.ts'
import type { OutputRecord, StackRecord } from '../records.ts'
import { exportedValues, importedValues } from '../repository.ts'
import type { StackWriter } from './stack-writer.ts'

/** Makes a stack's exports what its outputs say. Throws where another stack has the name, or uses what would change. */
export async function publishExports(
  { contents }: Pick<EngineDeps, 'contents'>,
  writer: StackWriter,
  outputs: readonly OutputRecord[],
): Promise<void> {
  const { tx, place, stack } = writer
  const wanted = new Map(
    outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value]])),
  )
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined || wanted.has(exportName)) continue
    const users = await importersOf(tx, place, exportName)
    if (users.length > 0) throw inUse(exportName, 'deleted', users)
    exportedValues.delete(tx, place, exportName)
  }
  for (const [name, value] of wanted) {
    const taken = await exportedValues.find(tx, place, name)
    if (taken && taken.stackId !== stack.id) {
      throw new ProvisioningError(`Export with name ${name} is already exported by stack ${taken.stackName}.`)
    }
    if (taken && contents.openExport(taken) !== value) {
      const users = await importersOf(tx, place, name)
      if (users.length > 0) throw inUse(name, 'updated', users)
    }
    const sealedValue = contents.sealExport(value)
    exportedValues.put(tx, place, name, { name, sealedValue, stackId: stack.id, stackName: stack.name })
  }
}

/** Which exports a stack uses: they are held as long as it does. */
export async function recordImports(writer: StackWriter, names: ReadonlySet<string>): Promise<void> {
  const { tx, place, stack } = writer
  for (const { exportName, stackId } of await importedValues.list(tx, place)) {
    if (stackId === stack.id && !names.has(exportName)) importedValues.delete(tx, place, `${exportName}|${stackId}`)
  }
  for (const exportName of names) {
    const record = { exportName, stackId: stack.id, stackName: stack.name }
    importedValues.put(tx, place, `${exportName}|${stack.id}`, record)
  }
}

/** Why a stack cannot be deleted: the first of its exports that another one uses. */
export async function exportInUse(reader: Reader, place: Place, stack: StackRecord): Promise<string | undefined> {
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined) continue
    const users = (await importersOf(reader, place, exportName)).filter((name) => name !== stack.name)
    if (users.length > 0) return inUse(exportName, 'deleted', users).message
  }
  return undefined
}

export async function importersOf(reader: Reader, place: Place, exportName: string): Promise<string[]> {
  const users = await importedValues.list(reader, place, { prefix: `${exportName}|` })
  return users.map(({ stackName }) => stackName)
}

function inUse(name: string, verb: 'deleted' | 'updated', users: readonly string[]): ProvisioningError {
  return new ProvisioningError(`Export ${name} cannot be ${verb} as it is in use by ${users.join(', ')}`)
}
