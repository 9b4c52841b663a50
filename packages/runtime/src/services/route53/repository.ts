import type { Place } from '../../kernel/place.ts'
import type { Reader, Transaction } from '../../kernel/transaction.ts'
import { collection } from '../../store/collection.ts'
import { noSuchHostedZone } from './errors.ts'
import type { HostedZoneRecord } from './records.ts'

const documents = collection<HostedZoneRecord>('route53/hosted-zone')

/** Zones belong to an account, whatever the Region. */
const globalPlace = ({ account }: Place): Place => ({ account, region: 'aws-global' })

export const hostedZones = {
  list: (reader: Reader, place: Place) => documents.list(reader, globalPlace(place)),
  put: (tx: Transaction, place: Place, zone: HostedZoneRecord) => documents.put(tx, globalPlace(place), zone.id, zone),
  delete: (tx: Transaction, place: Place, id: string) => documents.delete(tx, globalPlace(place), id),

  /** Ids are given with and without `/hostedzone/`. */
  async require(reader: Reader, place: Place, given: string): Promise<HostedZoneRecord> {
    const id = given.replace(/^\/?hostedzone\//, '')
    const zone = await documents.find(reader, globalPlace(place), id)
    if (!zone) throw noSuchHostedZone(id)
    return zone
  },
}
