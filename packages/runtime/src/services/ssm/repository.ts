import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { parameterNotFound, parameterVersionNotFound } from './errors.ts'
import { parseReference } from './parameter-name.ts'
import type { ParameterRecord, ParameterVersion } from './records.ts'

const parameterDocuments = collection<ParameterRecord>('ssm/parameter')
const versionDocuments = collection<ParameterVersion>('ssm/parameter-version')

/** Names hold no colon, so the versions of one parameter are exactly the ids with its prefix. */
const versionId = (name: string, version: number) => `${name}:${String(version).padStart(10, '0')}`

export const parameters = {
  find: (reader: Reader, place: Place, name: string) => parameterDocuments.find(reader, place, name),

  list: (reader: Reader, place: Place, prefix?: string) => parameterDocuments.list(reader, place, { prefix }),

  /** By name or ARN, whatever version the reference selects. */
  async findByReference(reader: Reader, place: Place, text: string): Promise<ParameterRecord | undefined> {
    for (const name of parseReference(text, place).names) {
      const found = await parameterDocuments.find(reader, place, name)
      if (found) return found
    }
    return undefined
  },

  async require(reader: Reader, place: Place, text: string): Promise<ParameterRecord> {
    const found = await parameters.findByReference(reader, place, text)
    if (!found) throw parameterNotFound()
    return found
  },

  put: (tx: Transaction, place: Place, parameter: ParameterRecord) =>
    parameterDocuments.put(tx, place, parameter.name, parameter),

  async delete(tx: Transaction, place: Place, name: string): Promise<void> {
    for (const version of await versions.list(tx, place, name)) versions.delete(tx, place, version)
    parameterDocuments.delete(tx, place, name)
  },
}

export const versions = {
  /** Oldest first. */
  list: (reader: Reader, place: Place, name: string) => versionDocuments.list(reader, place, { prefix: `${name}:` }),

  put: (tx: Transaction, place: Place, version: ParameterVersion) =>
    versionDocuments.put(tx, place, versionId(version.name, version.version), version),

  delete: (tx: Transaction, place: Place, version: ParameterVersion) =>
    versionDocuments.delete(tx, place, versionId(version.name, version.version)),

  /** The version that a reference selects: the latest when it selects none. */
  async require(reader: Reader, place: Place, parameter: ParameterRecord, selector: string | undefined) {
    if (selector === undefined) return parameter.latest
    const { name } = parameter
    const found = /^\d+$/.test(selector)
      ? await versionDocuments.find(reader, place, versionId(name, Number(selector)))
      : (await versions.list(reader, place, name)).find((version) => version.labels.includes(selector))
    if (!found) throw parameterVersionNotFound(name, selector)
    return found
  },
}
