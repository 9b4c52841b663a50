import type { ServiceName } from '../kernel/operation.ts'
import { readPackageFile } from '../package-files.ts'

/** As botocore names them. */
export type Protocol = 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml'

/** A service's wire form and constraints, generated from botocore (scripts/generate-models.mjs). */
export interface ServiceModel {
  readonly name: ServiceName
  /** The release of botocore that it was generated from. */
  readonly botocore: string
  readonly serviceId: string
  readonly protocol: Protocol
  readonly jsonVersion?: '1.0' | '1.1'
  readonly apiVersion: string
  readonly signingName: string
  readonly endpointPrefix: string
  readonly targetPrefix?: string
  readonly xmlNamespace?: string
  readonly operations: Readonly<Record<string, OperationModel>>
  /** Operations that AWS has and this model knows by name only. */
  readonly unlisted: readonly string[]
  readonly shapes: Readonly<Record<string, Shape>>
}

export interface OperationModel {
  readonly http: { readonly method: string; readonly uri: string; readonly status?: number }
  readonly input?: BodyReference
  readonly output?: BodyReference
  readonly errors?: readonly string[]
  readonly authtype?: 'none' | 'v4' | 'v4-unsigned-body'
}

export interface BodyReference {
  readonly shape: string
  readonly locationName?: string
  readonly resultWrapper?: string
  readonly xmlNamespace?: XmlNamespace
}

export type XmlNamespace = string | { readonly uri: string; readonly prefix?: string }

export interface Member {
  readonly shape: string
  readonly location?: 'header' | 'headers' | 'uri' | 'querystring' | 'statusCode'
  readonly locationName?: string
  readonly flattened?: boolean
  readonly xmlNamespace?: XmlNamespace
  readonly xmlAttribute?: boolean
  readonly queryName?: string
  readonly streaming?: boolean
  readonly idempotencyToken?: boolean
  readonly timestampFormat?: TimestampFormat
  readonly jsonvalue?: boolean
  /** The payload of an event, where that is not the event's members as JSON. */
  readonly eventpayload?: boolean
}

export type TimestampFormat = 'iso8601' | 'rfc822' | 'unixTimestamp'

export interface Shape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'character'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob'
  readonly members?: Readonly<Record<string, Member>>
  readonly member?: Member
  readonly key?: Member
  readonly value?: Member
  readonly required?: readonly string[]
  readonly payload?: string
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
  readonly flattened?: boolean
  readonly timestampFormat?: TimestampFormat
  readonly locationName?: string
  readonly xmlNamespace?: XmlNamespace
  readonly exception?: boolean
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number; readonly senderFault?: boolean }
  readonly document?: boolean
  /** A map whose values may be null. */
  readonly sparse?: boolean
  /** Its members are the events of a stream. */
  readonly eventstream?: boolean
}

const memberLists = new WeakMap<Shape, readonly (readonly [string, Member])[]>()

/** The members of a structure, in the order of the model. */
export function membersOf(shape: Shape): readonly (readonly [string, Member])[] {
  let list = memberLists.get(shape)
  if (!list) {
    list = Object.entries(shape.members ?? {})
    memberLists.set(shape, list)
  }
  return list
}

/** Reads a model from the package. Callers keep what they get: a model is read when its service is first called. */
export function readModel(name: ServiceName): ServiceModel {
  return JSON.parse(readPackageFile(`models/${name}.json`)) as ServiceModel
}

export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name]
  if (!shape) throw new Error(`${model.name}: no shape ${name} in the model`)
  return shape
}
