// Generates from @aws-cdk/aws-service-spec (Apache-2.0), in packages/runtime:
//
//   models/resource-types.json            the types that are emulated, in full, and the names of all others
//   models/recorded-types.json            what a resource of any type looks like from outside; read when one is recorded
//   src/generated/resource-properties.ts  the properties of those with a handler, as TypeScript's types
//
//   node scripts/generate-resource-types.mjs
//
// What is taken: names of types, properties and attributes, their types, forms of ARNs, and which properties are
// required, identify or replace the resource. Documentation text is left out (see NOTICE). Loading the whole
// specification at run time would cost 400 ms and 180 MB.
import { writeFileSync } from 'node:fs'
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'

/** Types whose properties are taken. All others are known by name only. */
const DESCRIBED = [
  /^AWS::ApiGateway(V2)?::/,
  /^AWS::CloudFormation::(Stack|WaitCondition|WaitConditionHandle|CustomResource)$/,
  /^AWS::Cognito::/,
  /^AWS::ECR::Repository$/,
  /^AWS::IAM::(Role|RolePolicy|Policy|ManagedPolicy)$/,
  /^AWS::KMS::(Key|Alias)$/,
  /^AWS::Lambda::(Alias|EventInvokeConfig|EventSourceMapping|Function|LayerVersion|LayerVersionPermission|Permission|Url|Version)$/,
  /^AWS::Logs::(LogGroup|LogStream)$/,
  /^AWS::Route53::HostedZone$/,
  /^AWS::S3::(Bucket|BucketPolicy)$/,
  /^AWS::SecretsManager::(Secret|SecretTargetAttachment|ResourcePolicy|RotationSchedule)$/,
  /^AWS::SSM::Parameter$/,
  /^AWS::StepFunctions::StateMachine$/,
]

/** Of the described types those that a service handles: a handler's properties are typed by them. */
const HANDLED = [
  /^AWS::ApiGateway::(Account|ApiKey|Authorizer|BasePathMapping|ClientCertificate|Deployment|DocumentationPart|DocumentationVersion|DomainName|GatewayResponse|Method|Model|RequestValidator|Resource|RestApi|Stage|UsagePlan|UsagePlanKey|VpcLink)$/,
  /^AWS::ApiGatewayV2::(Api|ApiMapping|Authorizer|Deployment|DomainName|Integration|Route|Stage|VpcLink)$/,
  /^AWS::CloudFormation::(Stack|WaitCondition)$/,
  /^AWS::Cognito::(IdentityPool(PrincipalTag|RoleAttachment)?|LogDeliveryConfiguration|ManagedLoginBranding|Terms)$/,
  /^AWS::Cognito::UserPool(Client|Domain|Group|IdentityProvider|ResourceServer|RiskConfigurationAttachment|UICustomizationAttachment|User|UserToGroupAttachment)?$/,
  /^AWS::(ECR|IAM|KMS|Lambda|Logs|Route53|S3|SSM|StepFunctions)::/,
  /^AWS::SecretsManager::(Secret|ResourcePolicy)$/,
]

/** CloudFormation accepts these although its published schemas leave them out. */
const BY_HAND = {
  // CDK 2 writes `Analytics`, CDK 1 wrote `Modules`.
  'AWS::CDK::Metadata': {
    properties: { Analytics: { type: 'string' }, Modules: { type: 'string' } },
    attributes: [],
    definitions: {},
  },
}

const PRIMITIVES = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  json: 'JsonValue',
  tag: 'Tag',
}

const database = await loadAwsServiceSpec()
const resources = database.all('resource')
const types = { ...BY_HAND }
for (const resource of resources) {
  const name = resource.cloudFormationType
  if (DESCRIBED.some((pattern) => pattern.test(name))) types[name] = describe(resource)
}
const known = [...new Set([...resources.map((resource) => resource.cloudFormationType), ...Object.keys(BY_HAND)])]
const model = (name) => new URL(`../packages/runtime/models/${name}.json`, import.meta.url)
writeFileSync(model('resource-types'), toLines({ types: sorted(types), known: known.sort() }))
const handled = Object.entries(sorted(types)).filter(([name]) => HANDLED.some((pattern) => pattern.test(name)))
writeFileSync(
  new URL('../packages/runtime/src/generated/resource-properties.ts', import.meta.url),
  propertyTypes(handled),
)
const recordable = resources.filter(({ cloudFormationType }) => !/^AWS::Serverless::/.test(cloudFormationType))
const arnServices = arnServicesOf(resources)
const outlines = Object.fromEntries(recordable.map((each) => [each.cloudFormationType, outline(each)]))
writeFileSync(model('recorded-types'), `{"types":{\n${lines(sorted(outlines)).join(',\n')}\n}}\n`)
console.log(`${Object.keys(types).length} types described, ${known.length} known, ${recordable.length} outlined`)

/** What can be seen of a resource from outside. Properties are told at their top level only. */
function outline(resource) {
  const { cloudFormationType: name, primaryIdentifier = [], cfnRefIdentifier, arnTemplate, tagInformation } = resource
  const attributes = Object.entries(resource.attributes)
  const states = attributes.flatMap(([attribute, { type }]) => {
    const value = type.allowedValues && settled(type.allowedValues)
    return value === undefined ? [] : [[attribute, value]]
  })
  return {
    ...(Object.hasOwn(types, name) ? {} : { properties: propertyOutline(resource) }),
    attributes: sorted(Object.fromEntries(attributes.map(([attribute, { type }]) => [attribute, plainType(type)]))),
    identifier: primaryIdentifier,
    ...(cfnRefIdentifier ? { reference: cfnRefIdentifier } : {}),
    arn: arnTemplate ?? arnOf(name),
    ...(states.length > 0 ? { states: sorted(Object.fromEntries(states)) } : {}),
    ...(tagInformation ? { tags: tagsOf(tagInformation) } : {}),
  }
}

function propertyOutline(owner) {
  const entries = Object.entries(owner.properties).map(([name, property]) => [
    name,
    { ...flagsOf(property), type: plainType(property.type) },
  ])
  return sorted(Object.fromEntries(entries))
}

/** A primitive, a list of primitives, or `json` for all that has an inside. */
function plainType(type) {
  if (type.type === 'array') {
    const element = plainType(type.element)
    return typeof element === 'string' && !['json', 'tag'].includes(element) ? { list: element } : 'json'
  }
  return ['string', 'integer', 'number', 'boolean'].includes(type.type)
    ? type.type
    : type.type === 'date-time'
      ? 'string'
      : 'json'
}

/** Of a state's possible values the one in which a resource is when it has been made. */
function settled(values) {
  const names = [
    'active',
    'available',
    'create_complete',
    'ready',
    'enabled',
    'running',
    'created',
    'deployed',
    'in_sync',
  ]
  const done = names.flatMap((name) => values.filter((value) => String(value).toLowerCase() === name))
  return [...done, ...values.filter((value) => !/ing$|ed$/i.test(String(value)))][0] ?? values[0]
}

/** The service's name in ARNs, by that in types, read off the types whose ARN is published. */
function arnServicesOf(all) {
  const templates = all.filter(({ arnTemplate }) => arnTemplate)
  return new Map(
    templates.map(({ cloudFormationType, arnTemplate }) => [serviceOf(cloudFormationType), arnTemplate.split(':')[2]]),
  )
}

function serviceOf(type) {
  return type.split('::')[1]
}

/** Where no ARN is published: of the form that most have. Whether it ends in a name or an id is not said then. */
function arnOf(type) {
  const service = arnServices.get(serviceOf(type)) ?? serviceOf(type).toLowerCase().replace(/v2$/, '')
  const kind = type.split('::')[2]
  const segment = kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
  return `arn:\${Partition}:${service}:\${Region}:\${Account}:${segment}/\${${kind}}`
}

function describe(resource) {
  const definitions = {}
  const properties = propertiesOf(resource, definitions)
  const { tagInformation: tags } = resource
  return {
    properties,
    attributes: Object.keys(resource.attributes).sort(),
    ...(resource.primaryIdentifier ? { identifier: resource.primaryIdentifier } : {}),
    ...(tags ? { tags: tagsOf(tags) } : {}),
    definitions: sorted(definitions),
  }
}

function tagsOf({ tagPropertyName, variant }) {
  return { property: tagPropertyName, form: variant === 'map' ? 'map' : 'list' }
}

function propertiesOf(owner, definitions) {
  const properties = {}
  for (const [name, property] of Object.entries(owner.properties)) {
    properties[name] = { type: typeOf(property.type, definitions), ...flagsOf(property) }
  }
  return sorted(properties)
}

function flagsOf({ required, causesReplacement = 'no' }) {
  return {
    ...(required ? { required: true } : {}),
    ...(causesReplacement === 'no' ? {} : { replaces: causesReplacement }),
  }
}

/** A primitive's name, `#Definition`, or an object that says what it holds. */
function typeOf(type, definitions) {
  switch (type.type) {
    case 'array':
      return { list: typeOf(type.element, definitions) }
    case 'map':
      return { map: typeOf(type.element, definitions) }
    case 'union':
      return { union: type.types.map((member) => typeOf(member, definitions)) }
    case 'ref': {
      const definition = database.get('typeDefinition', type.reference)
      if (!Object.hasOwn(definitions, definition.name)) {
        definitions[definition.name] = {}
        definitions[definition.name] = propertiesOf(definition, definitions)
      }
      return `#${definition.name}`
    }
    case 'date-time':
      return 'string'
    default:
      return type.type
  }
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** One type a line: small, and a difference between two versions can still be read. */
function toLines({ types, known }) {
  return `{"types":{\n${lines(types).join(',\n')}\n},\n"known":[\n${known.map((name) => JSON.stringify(name)).join(',\n')}\n]}\n`
}

function lines(types) {
  return Object.entries(types).map(([name, type]) => `${JSON.stringify(name)}:${JSON.stringify(type)}`)
}

function propertyTypes(handled) {
  // Not interfaces: those are no JSON objects to the compiler.
  const declared = new Map()
  const resources = new Set(handled.map(([type]) => typeNameOf(type)))
  /** A part of one type may be called like another type: `Policy` of a role like `AWS::IAM::RolePolicy`. */
  const partName = (prefix, name) => (resources.has(prefix + name) ? `${prefix}${name}Property` : prefix + name)
  const declare = (name, properties, prefix) => {
    if (declared.has(name)) throw new Error(`two types are called ${name}`)
    const members = Object.entries(properties).map(
      ([member, { type, required }]) =>
        `  readonly ${member}${required ? '' : '?'}: ${typescriptOf(type, (name) => partName(prefix, name))}`,
    )
    declared.set(name, `export type ${name} = {\n${members.join('\n')}\n}\n`)
  }
  for (const [type, { properties, definitions }] of handled) {
    declare(typeNameOf(type), properties, typeNameOf(type))
    const own = typeNameOf(type)
    for (const [name, inner] of Object.entries(definitions)) declare(partName(own, name), inner, own)
  }
  return [
    '// Generated by scripts/generate-resource-types.mjs from @aws-cdk/aws-service-spec. Names and types only. Do not edit.\n',
    "import type { JsonValue } from '../kernel/json.ts'\n",
    'export type Tag = {\n  readonly Key: string\n  readonly Value: string\n}\n',
    ...declared.values(),
    `export interface ResourceProperties {\n${handled.map(([type]) => `  readonly '${type}': ${typeNameOf(type)}`).join('\n')}\n}\n`,
  ].join('\n')
}

/** `AWS::Cognito::UserPool` is `CognitoUserPool`. */
function typeNameOf(type) {
  return type.split('::').slice(1).join('')
}

function typescriptOf(type, nameOfPart) {
  if (type.list) return `readonly ${bracketed(type.list, nameOfPart)}[]`
  if (type.map) return `Readonly<Record<string, ${typescriptOf(type.map, nameOfPart)}>>`
  if (type.union) return [...new Set(type.union.map((member) => typescriptOf(member, nameOfPart)))].join(' | ')
  return type.startsWith('#') ? nameOfPart(type.slice(1)) : PRIMITIVES[type]
}

function bracketed(type, nameOfPart) {
  const text = typescriptOf(type, nameOfPart)
  return /[ |]/.test(text) ? `(${text})` : text
}
