/** Where a resource lives: the tenant of every resource. Two places never see each other's resources. */
export interface Place {
  /** Twelve digits. */
  readonly account: string
  readonly region: string
}

/** The store's name for a place. */
export function placeKey(place: Place): string {
  return `${place.account}/${place.region}`
}

export function placeFromKey(key: string): Place {
  const slash = key.indexOf('/')
  return { account: key.slice(0, slash), region: key.slice(slash + 1) }
}

export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov'

export function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return 'aws'
}

/** What `AWS::URLSuffix` stands for. */
export function urlSuffixOf(region: string): string {
  return partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
}

/** The variables that OpenAPI documents may name (documented: import-api-aws-variables). */
export function variablesOf({ account, region }: Place): ReadonlyMap<string, string> {
  return new Map([
    ['AWS::AccountId', account],
    ['AWS::Partition', partitionOf(region)],
    ['AWS::Region', region],
  ])
}
