// Generates packages/runtime/models/resource-types.json from @aws-cdk/aws-service-spec (Apache-2.0).
//
//   node scripts/generate-resource-types.mjs
//
// What is taken: names of types, properties and attributes, their types, and which properties are required or replace
// the resource. Documentation text is left out (see NOTICE). Loading the whole specification at run time would cost
// 400 ms and 180 MB; this subset is a few tens of kilobytes.
import { writeFileSync } from 'node:fs'
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'

/** Types whose properties are taken. All others are known by name only. */
const DESCRIBED = [
  /^AWS::ApiGateway::/,
  /^AWS::CloudFormation::(Stack|WaitCondition|WaitConditionHandle|CustomResource)$/,
  /^AWS::Cognito::UserPool/,
  /^AWS::ECR::Repository$/,
  /^AWS::IAM::(Role|Policy|ManagedPolicy)$/,
  /^AWS::KMS::(Key|Alias)$/,
  /^AWS::Logs::(LogGroup|LogStream)$/,
  /^AWS::S3::(Bucket|BucketPolicy)$/,
  /^AWS::SecretsManager::(Secret|SecretTargetAttachment|ResourcePolicy|RotationSchedule)$/,
  /^AWS::SSM::Parameter$/,
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

const database = await loadAwsServiceSpec()
const resources = database.all('resource')
const types = { ...BY_HAND }
for (const resource of resources) {
  const name = resource.cloudFormationType
  if (DESCRIBED.some((pattern) => pattern.test(name))) types[name] = describe(resource)
}
const known = [...new Set([...resources.map((resource) => resource.cloudFormationType), ...Object.keys(BY_HAND)])]
const path = new URL('../packages/runtime/models/resource-types.json', import.meta.url)
writeFileSync(path, toLines({ types: sorted(types), known: known.sort() }))
console.log(`${Object.keys(types).length} types described, ${known.length} known`)

function describe(resource) {
  const definitions = {}
  const properties = propertiesOf(resource, definitions)
  const { tagInformation: tags } = resource
  return {
    properties,
    attributes: Object.keys(resource.attributes).sort(),
    ...(resource.primaryIdentifier ? { identifier: resource.primaryIdentifier } : {}),
    ...(tags ? { tags: { property: tags.tagPropertyName, form: tags.variant === 'map' ? 'map' : 'list' } } : {}),
    definitions: sorted(definitions),
  }
}

function propertiesOf(owner, definitions) {
  const properties = {}
  for (const [name, property] of Object.entries(owner.properties)) {
    properties[name] = {
      type: typeOf(property.type, definitions),
      ...(property.required ? { required: true } : {}),
      ...(property.causesReplacement && property.causesReplacement !== 'no'
        ? { replaces: property.causesReplacement }
        : {}),
    }
  }
  return sorted(properties)
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
  const described = Object.entries(types).map(([name, type]) => `${JSON.stringify(name)}:${JSON.stringify(type)}`)
  return `{"types":{\n${described.join(',\n')}\n},\n"known":[\n${known.map((name) => JSON.stringify(name)).join(',\n')}\n]}\n`
}
