import { AwsError } from '../../kernel/errors.ts'
import { LOWER_ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { type MappingRecord, mappings } from './records.ts'

/** The form is documented (http-api-mappings), the text observed (aws/aws-cdk#9077). */
const KEY = /^[A-Za-z0-9$\-_.+!*'()]+(?:\/[A-Za-z0-9$\-_.+!*'()]+)*$/
const MAX_KEY = 300
const MAX_MULTI_LEVEL = 200
const ID_LENGTH = 6

/** A mapping whose key nobody has in this domain, with an id of its own. */
export async function createMapping(
  tx: Transaction,
  place: Place,
  random: Random,
  domainName: string,
  given: Omit<MappingRecord, 'id'>,
  taken: () => AwsError,
): Promise<MappingRecord> {
  const mapping = { ...given, id: randomText(random, ID_LENGTH, LOWER_ALPHANUMERIC) }
  await putMapping(tx, place, domainName, mapping, taken)
  return mapping
}

export async function putMapping(
  tx: Transaction,
  place: Place,
  domainName: string,
  mapping: MappingRecord,
  taken: () => AwsError,
): Promise<void> {
  checkKey(mapping.key)
  const others = (await mappings.list(tx, place, domainName)).filter(({ id }) => id !== mapping.id)
  if (others.some(({ key }) => key === mapping.key)) throw taken()
  if (isMultiLevel(mapping) && others.filter(isMultiLevel).length >= MAX_MULTI_LEVEL) {
    throw new AwsError('BadRequestException', `A domain name can have at most ${MAX_MULTI_LEVEL} multi-level mappings`)
  }
  mappings.put(tx, place, domainName, mapping.id, mapping)
}

export async function findMapping(
  reader: Reader,
  place: Place,
  domainName: string,
  key: string,
): Promise<MappingRecord | undefined> {
  return (await mappings.list(reader, place, domainName)).find((mapping) => mapping.key === key)
}

/** The domains that lead to an API. */
export async function domainsOfApi(reader: Reader, place: Place, apiId: string): Promise<string[]> {
  const kind = { kind: mappings.kind, place: mappings.key(place, '', '').place }
  const found = await reader.list<MappingRecord>(kind)
  return [
    ...new Set(found.filter(({ value }) => value.apiId === apiId).map(({ key }) => key.id.split('/', 1)[0] ?? '')),
  ]
}

export function isMultiLevel({ key }: Pick<MappingRecord, 'key'>): boolean {
  return key.includes('/')
}

function checkKey(key: string): void {
  if (key !== '' && (key.length > MAX_KEY || !KEY.test(key))) {
    const problem = "An ApiMapping key may contain only letters, numbers and one of $-_.+!*'()"
    throw new AwsError('BadRequestException', problem)
  }
}
