import type { PutObjectRequest } from '../../../generated/s3.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { ProvisioningError } from '../errors.ts'
import type { Markers } from './markers.ts'

/** Where a deployment puts its files. */
export interface Destination {
  readonly bucket: string
  /** Empty, or with a slash at its end. */
  readonly prefix: string
}

export interface Source {
  readonly bucket: string
  readonly key: string
  readonly markers: Markers
  readonly jsonEscape: boolean
}

/** What the properties of a `Custom::CDKBucketDeployment` say. */
export interface Deployment {
  readonly sources: readonly Source[]
  readonly destination: Destination
  /** As it is written, without the slash: part of the bucket's tag that names its owner. */
  readonly keyPrefix: string
  readonly bucketArn: JsonValue
  readonly extract: boolean
  readonly retainOnDelete: boolean
  readonly prune: boolean
  readonly exclude: readonly string[]
  readonly include: readonly string[]
  readonly settings: Partial<PutObjectRequest>
  readonly outputs: { readonly keys: boolean; readonly versionIds: boolean }
}

/** `properties`: with scalars as texts, as the CDK's handler is given them. */
export function readDeployment(properties: JsonObject): Deployment {
  const names = textsOf(required(properties, 'SourceBucketNames'))
  const keys = textsOf(required(properties, 'SourceObjectKeys'))
  const bucket = String(required(properties, 'DestinationBucketName'))
  const markers = listOf(properties.SourceMarkers)
  const markersConfig = listOf(properties.SourceMarkersConfig)
  if (properties.SourceMarkers !== undefined && markers.length !== names.length) {
    throw new ProvisioningError("'source_markers' and 's3_source_zips' must be the same length")
  }
  const given = String(properties.DestinationBucketKeyPrefix ?? '')
  const keyPrefix = given === '/' ? '' : given
  return {
    sources: names.map((name, i) => ({
      bucket: name,
      key: keys[i] ?? '',
      markers: isJsonObject(markers[i]) ? (markers[i] as Markers) : {},
      jsonEscape: isJsonObject(markersConfig[i]) && markersConfig[i].jsonEscape === 'true',
    })),
    destination: { bucket, prefix: keyPrefix === '' || keyPrefix.endsWith('/') ? keyPrefix : `${keyPrefix}/` },
    keyPrefix,
    bucketArn: properties.DestinationBucketArn ?? null,
    extract: isOn(properties.Extract, true),
    retainOnDelete: isOn(properties.RetainOnDelete, true),
    prune: isOn(properties.Prune, true),
    exclude: textsOf(properties.Exclude ?? []),
    include: textsOf(properties.Include ?? []),
    settings: settingsOf(properties),
    outputs: {
      keys: isOn(properties.OutputObjectKeys, true),
      versionIds: isOn(properties.OutputObjectVersionIds, false),
    },
  }
}

/** The options of `aws s3 sync` that the CDK's system metadata become, as `PutObject` calls them. */
const SETTINGS: Readonly<Record<string, keyof PutObjectRequest>> = {
  acl: 'ACL',
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  'content-type': 'ContentType',
  sse: 'ServerSideEncryption',
  'sse-kms-key-id': 'SSEKMSKeyId',
  'storage-class': 'StorageClass',
  'website-redirect': 'WebsiteRedirectLocation',
}

function settingsOf({ SystemMetadata, UserMetadata }: JsonObject): Partial<PutObjectRequest> {
  const system = isJsonObject(SystemMetadata) ? Object.entries(SystemMetadata) : []
  const user = isJsonObject(UserMetadata) ? Object.entries(UserMetadata) : []
  const settings = system.map(([name, value]) => {
    const option = name.toLowerCase()
    if (option === 'expires') return ['Expires', new Date(String(value))]
    if (!Object.hasOwn(SETTINGS, option)) throw new ProvisioningError(`Unknown options: --${option}`)
    return [SETTINGS[option], value]
  })
  const Metadata = Object.fromEntries(user.map(([name, value]) => [name.toLowerCase(), value]))
  return { ...Object.fromEntries(settings), ...(user.length > 0 ? { Metadata } : {}) }
}

function required(properties: JsonObject, name: string): JsonValue {
  const value = properties[name]
  if (value === undefined) throw new ProvisioningError(`missing request resource property '${name}'`)
  return value
}

function isOn(value: JsonValue | undefined, otherwise: boolean): boolean {
  return value === undefined ? otherwise : String(value).toLowerCase() === 'true'
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

function textsOf(value: JsonValue): string[] {
  return listOf(value).map(String)
}
