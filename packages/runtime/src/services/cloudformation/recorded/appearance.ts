import type { JsonObject, JsonValue } from '../../../kernel/json.ts'
import { own } from '../../../kernel/own.ts'
import { type Place, partitionOf } from '../../../kernel/place.ts'
import type { PropertyType } from '../specification.ts'
import { documentedForms } from './documented-forms.ts'
import { ec2Prefix } from './ec2-ids.ts'
import { type MadeText, madeText } from './made-text.ts'
import type { Outline } from './outline.ts'

/** What is known of a recorded resource when it is made. */
export interface Subject {
  readonly type: string
  readonly outline: Outline
  readonly properties: JsonObject
  readonly place: Place
  /** `{stack}-{logicalId}-{suffix}`: the resource's name where the template gives none. */
  readonly generatedName: string
}

/**
 * How a recorded resource looks: its name, id, ARN and attributes, each in the form that AWS publishes for the type, or
 * that its documentation shows. What is asked for by name is worked out in one order, in {@link value}.
 */
export class Appearance {
  readonly made: MadeText
  readonly #subject: Subject
  readonly #kind: string

  constructor(subject: Subject) {
    this.#subject = subject
    this.#kind = subject.type.split('::')[2] ?? subject.type
    this.made = madeText(subject.generatedName)
  }

  get place(): Place {
    return this.#subject.place
  }

  /** What `Ref` gives. Parts that the template leaves out and that name something else are left out. */
  get physicalId(): string {
    const { type, outline, generatedName } = this.#subject
    const documented = documentedForms(type).Ref?.(this)
    if (typeof documented === 'string') return documented
    const parts = (outline.reference ?? outline.identifier).filter((name) => this.#identifies(name))
    return parts.map((name) => String(this.value(name))).join('|') || generatedName
  }

  get generatedName(): string {
    return this.#subject.generatedName
  }

  /** A text among the properties, or undefined. */
  text(property: string): string | undefined {
    const value = own(this.#subject.properties, property)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }

  /** The resource's own name: what the template says, or a generated one. */
  get name(): string {
    const { outline, generatedName } = this.#subject
    const { identifier, reference = [], attributes } = outline
    const naming = [...reference, ...identifier].filter((name) => !Object.hasOwn(attributes, name) && isOwn(name))
    const given = [`${this.#kind}Name`, lastToken(outline.arn), 'Name', ...naming].map((name) => this.text(name))
    return given.find((name) => name !== undefined) ?? generatedName
  }

  get arn(): string {
    return this.arnOf(this.#subject.outline.arn)
  }

  /** An ARN of a published form, its variables replaced. */
  arnOf(template: string): string {
    const { account, region } = this.place
    const fixed: Readonly<Record<string, string>> = { Partition: partitionOf(region), Region: region, Account: account }
    const last = lastToken(template)
    return template.replace(/\$\{(\w+)\}/g, (_, token: string) => fixed[token] ?? this.#token(token, token === last))
  }

  /** An attribute or a part of the identifier. */
  value(name: string, type: PropertyType = this.#subject.outline.attributes[name] ?? 'string'): JsonValue {
    const { properties, outline } = this.#subject
    const documented = documentedForms(this.#subject.type)[name]?.(this)
    if (documented !== undefined) return documented
    const given = own(properties, name)
    if (given !== undefined && fits(given, type)) return given
    if (typeof type === 'object') return 'list' in type ? [this.value(name.replace(/s$/, ''), type.list)] : {}
    if (type === 'json') return {}
    if (type === 'boolean') return false
    if (type !== 'string') return 0
    return outline.states?.[name] ?? this.#text(name)
  }

  #text(path: string): string {
    const name = path.split('.').at(-1) ?? path
    const { account, region } = this.place
    if (/^ARN$|Arn$|ARN$/i.test(name)) return this.#arn(name)
    if (/Account(Id)?$|OwnerId$/.test(name)) return account
    if (/Region$/.test(name)) return region
    if (/AvailabilityZone$/.test(name)) return `${region}a`
    if (/Ipv6CidrBlock$/.test(name)) return '2001:db8:1234:1a00::/56'
    if (/CidrBlock$/.test(name)) return '10.0.0.0/16'
    if (/(At|Time|Date|Timestamp)$/.test(name)) return BEGINNING
    if (/(Status|State)$/.test(name)) return 'ACTIVE'
    if (/^(Version|.*VersionId|.*VersionNumber)$/.test(name)) return '1'
    if (/Name$/.test(name) && isSameThing(name.slice(0, -4), this.#kind)) return this.name
    if (/Id$/i.test(name) && isSameThing(name.slice(0, -2), this.#kind)) return this.id
    if (/Ur[il]$|EndpointUr[il]$|ApiEndpoint$/i.test(name)) return `https://${this.#host(name)}`
    if (/(Domain|DNS|Dns)Name$|Endpoint$|Address$|Host(name)?$/.test(name)) return this.#host(name)
    if (/Ip$|IpAddress$|^PublicIp$|^PrivateIp$/.test(name))
      return `10.0.${this.#octet(name, 0)}.${this.#octet(name, 1)}`
    const prefix = ec2Prefix(name)
    if (prefix !== undefined) return `${prefix}-0${this.made.hex(name, 16)}`
    if (/Ids?$/.test(name)) return this.made.uuid(name)
    return `${this.name}-${name}`
  }

  /**
   * The resource's own id. Types whose ARN is published with an id have one; those that are known by nothing but `Id` (an
   * attachment, a policy) have the generated name as their physical id (observed for `AWS::IAM::Policy` and others).
   */
  get id(): string {
    const { type, outline, generatedName } = this.#subject
    if (type.startsWith('AWS::EC2::')) {
      const prefix = ec2Prefix(this.#kind) ?? outline.arn.match(/:([a-z0-9-]+)\//)?.[1] ?? this.#kind.toLowerCase()
      return `${prefix}-0${this.made.hex('id', 16)}`
    }
    if (type.startsWith('AWS::ApiGateway')) return this.made.lower('id', 10)
    const own = outline.identifier.filter((name) => Object.hasOwn(outline.attributes, name))
    const isPublished = /Id\}$|UUID\}$/.test(outline.arn) || own.some((name) => name !== 'Id')
    return isPublished || Object.hasOwn(outline.attributes, 'Arn') ? this.made.uuid('id') : generatedName
  }

  #arn(name: string): string {
    const owner = name.replace(/arn$/i, '')
    if (isSameThing(owner, this.#kind)) return this.arn
    const [, , service = ''] = this.#subject.outline.arn.split(':')
    return this.arnOf(`arn:\${Partition}:${service}:\${Region}:\${Account}:${kebab(owner)}/${this.made.uuid(name)}`)
  }

  #token(token: string, isLast: boolean): string {
    const name = token.replace(/(WithPath|WithoutLeadingSlash)$/, '')
    const given = this.text(name) ?? this.text(name.replace(/Name$|Id$/, ''))
    const path = token.endsWith('WithPath') ? (this.text('Path') ?? '/').slice(1) : ''
    if (given !== undefined) return path + (given.startsWith('arn:') ? (given.split(/[:/]/).at(-1) ?? given) : given)
    if (!isLast) return this.made.lower(token, 12)
    if (/Id$|UUID$/i.test(name)) return this.#isNamed(name) ? this.name : this.id
    return path + this.name
  }

  /** Some ARNs say `Id` where resources are known by a name. */
  #isNamed(token: string): boolean {
    const { identifier, attributes } = this.#subject.outline
    return (
      !identifier.includes(token) && identifier.some((name) => /Name$/.test(name) && !Object.hasOwn(attributes, name))
    )
  }

  /** Whether a part of the identifier is to be seen: what the resource is given or has of itself. */
  #identifies(name: string): boolean {
    const { properties, outline } = this.#subject
    if (Object.hasOwn(properties, name) || Object.hasOwn(outline.attributes, name)) return true
    const { length } = outline.reference ?? outline.identifier
    return isOwn(name) || isSameThing(name.replace(/(Name|Id)$/, ''), this.#kind) || length === 1
  }

  #host(name: string): string {
    const [, , service = ''] = this.#subject.outline.arn.split(':')
    return `${this.made.lower(name, 12)}.${service}.${this.place.region}.amazonaws.com`
  }

  #octet(name: string, index: number): number {
    return Number.parseInt(this.made.hex(name, 4).slice(index * 2, index * 2 + 2), 16)
  }
}

/** When a recorded resource says that something happened: nothing did. */
const BEGINNING = '2020-01-01T00:00:00.000Z'

function isOwn(name: string): boolean {
  return name === 'Name' || name === 'Id'
}

/** Whether `Topic` (of `TopicArn`), `LoadBalancer` or nothing at all means a resource of this kind. */
function isSameThing(word: string, kind: string): boolean {
  if (word === '') return true
  const [a, b] = [word.toLowerCase(), kind.toLowerCase()]
  return a === b || b.endsWith(a) || a.endsWith(b)
}

function lastToken(template: string): string {
  return [...template.matchAll(/\$\{(\w+)\}/g)].at(-1)?.[1]?.replace(/(WithPath|WithoutLeadingSlash)$/, '') ?? 'Name'
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
}

function fits(value: JsonValue, type: PropertyType): boolean {
  if (typeof type === 'object') return Array.isArray(value) === 'list' in type
  if (type === 'json') return true
  return type === 'integer' ? typeof value === 'number' : typeof value === type
}
