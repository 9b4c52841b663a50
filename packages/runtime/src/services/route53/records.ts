export interface HostedZoneRecord {
  /** Without `/hostedzone/`. */
  readonly id: string
  /** In lower case, with the dot at its end. */
  readonly name: string
  readonly callerReference: string
  readonly comment?: string
  /** Of a private zone. */
  readonly vpcs: readonly { readonly VPCRegion?: string; readonly VPCId?: string }[]
  readonly nameServers: readonly string[]
}

/** As the service lists them: `com.example.` before `com.example.www.` (documented: ListHostedZonesByName). */
export function orderOf({ name, id }: Pick<HostedZoneRecord, 'name' | 'id'>): readonly string[] {
  return [name.split('.').toReversed().join('.'), id]
}

export function fullName(name: string): string {
  const lower = name.toLowerCase()
  return lower.endsWith('.') ? lower : `${lower}.`
}
