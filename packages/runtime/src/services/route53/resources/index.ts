import { hostedZoneType } from './hosted-zone.ts'

export const resourceTypes = [hostedZoneType]
