import { createHostedZone, deleteHostedZone, getChange, updateHostedZoneComment } from './change-zones.ts'
import { getHostedZone, listHostedZones, listHostedZonesByName } from './read-zones.ts'

export const operations = [
  createHostedZone,
  deleteHostedZone,
  getChange,
  getHostedZone,
  listHostedZones,
  listHostedZonesByName,
  updateHostedZoneComment,
]
