// Generates packages/runtime/models/*.json and packages/runtime/src/generated/*.ts from botocore's service models;
// generated/services.ts has what they say of each service as a whole.
//
//   node scripts/generate-models.mjs <directory of botocore's "data">
//
// What is taken: names, wire bindings, constraints and error codes. Documentation text is left out (see NOTICE).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Services by botocore folder, unless `FOLDERS` says another. A list restricts the model to these operations; the rest stay known by name only. */
const SERVICES = {
  apigateway: 'all',
  apigatewayv2: 'all',
  cloudformation: 'all',
  'cognito-identity': 'all',
  'cognito-idp': 'all',
  ec2: ['DescribeAvailabilityZones', 'DescribeRouteTables', 'DescribeSubnets', 'DescribeVpcs', 'DescribeVpnGateways'],
  ecr: [
    'CreateRepository',
    'DeleteRepository',
    'DescribeRepositories',
    'DeleteLifecyclePolicy',
    'GetLifecyclePolicy',
    'PutLifecyclePolicy',
    'DeleteRepositoryPolicy',
    'GetRepositoryPolicy',
    'SetRepositoryPolicy',
    'PutImageTagMutability',
    'PutImageScanningConfiguration',
    'ListImages',
    'DescribeImages',
    'ListTagsForResource',
    'TagResource',
    'UntagResource',
  ],
  iam: [
    'CreateRole',
    'GetRole',
    'UpdateRole',
    'UpdateRoleDescription',
    'DeleteRole',
    'ListRoles',
    'UpdateAssumeRolePolicy',
    'PutRolePolicy',
    'GetRolePolicy',
    'DeleteRolePolicy',
    'ListRolePolicies',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'ListAttachedRolePolicies',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
    'CreatePolicy',
    'GetPolicy',
    'DeletePolicy',
    'ListPolicies',
    'CreatePolicyVersion',
    'GetPolicyVersion',
    'ListPolicyVersions',
    'DeletePolicyVersion',
    'SetDefaultPolicyVersion',
    'ListEntitiesForPolicy',
    'TagRole',
    'UntagRole',
    'ListRoleTags',
    'TagPolicy',
    'UntagPolicy',
    'ListPolicyTags',
    'GetUser',
    'ListAccountAliases',
    'ListInstanceProfiles',
    'ListInstanceProfilesForRole',
  ],
  kms: [
    'CreateKey',
    'DescribeKey',
    'ListKeys',
    'EnableKey',
    'DisableKey',
    'ScheduleKeyDeletion',
    'CancelKeyDeletion',
    'GetKeyPolicy',
    'PutKeyPolicy',
    'ListKeyPolicies',
    'EnableKeyRotation',
    'DisableKeyRotation',
    'GetKeyRotationStatus',
    'UpdateKeyDescription',
    'CreateAlias',
    'UpdateAlias',
    'DeleteAlias',
    'ListAliases',
    'TagResource',
    'UntagResource',
    'ListResourceTags',
    'Encrypt',
    'Decrypt',
    'ReEncrypt',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'GenerateRandom',
  ],
  lambda: 'all',
  logs: 'all',
  route53: 'all',
  s3: [
    'CreateBucket',
    'HeadBucket',
    'DeleteBucket',
    'ListBuckets',
    'GetBucketLocation',
    'GetBucketEncryption',
    'PutBucketEncryption',
    'DeleteBucketEncryption',
    'GetBucketVersioning',
    'PutBucketVersioning',
    'GetBucketPolicy',
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'GetBucketPolicyStatus',
    'GetPublicAccessBlock',
    'PutPublicAccessBlock',
    'DeletePublicAccessBlock',
    'GetBucketLifecycleConfiguration',
    'PutBucketLifecycleConfiguration',
    'DeleteBucketLifecycle',
    'GetBucketNotificationConfiguration',
    'PutBucketNotificationConfiguration',
    'GetBucketTagging',
    'PutBucketTagging',
    'DeleteBucketTagging',
    'GetBucketCors',
    'PutBucketCors',
    'DeleteBucketCors',
    'GetBucketWebsite',
    'PutBucketWebsite',
    'DeleteBucketWebsite',
    'GetBucketAcl',
    'PutBucketAcl',
    'GetBucketOwnershipControls',
    'PutBucketOwnershipControls',
    'DeleteBucketOwnershipControls',
    'PutObject',
    'GetObject',
    'HeadObject',
    'DeleteObject',
    'DeleteObjects',
    'CopyObject',
    'ListObjects',
    'ListObjectsV2',
    'ListObjectVersions',
    'GetObjectTagging',
    'PutObjectTagging',
    'DeleteObjectTagging',
    'GetObjectAttributes',
    'CreateMultipartUpload',
    'UploadPart',
    'UploadPartCopy',
    'CompleteMultipartUpload',
    'AbortMultipartUpload',
    'ListMultipartUploads',
    'ListParts',
  ],
  secretsmanager: 'all',
  ssm: [
    'PutParameter',
    'GetParameter',
    'GetParameters',
    'GetParametersByPath',
    'GetParameterHistory',
    'DescribeParameters',
    'DeleteParameter',
    'DeleteParameters',
    'AddTagsToResource',
    'RemoveTagsFromResource',
    'ListTagsForResource',
    'LabelParameterVersion',
    'UnlabelParameterVersion',
  ],
  // Under the name in its hosts, ARNs and signatures; botocore's folder is named after the product.
  states: [
    'CreateStateMachine',
    'DescribeStateMachine',
    'UpdateStateMachine',
    'DeleteStateMachine',
    'ListStateMachines',
    'StartExecution',
    'StartSyncExecution',
    'DescribeExecution',
    'StopExecution',
    'ListExecutions',
    'TagResource',
    'UntagResource',
    'ListTagsForResource',
  ],
  sts: 'all',
}

/** Folders whose name is not the service's. */
const FOLDERS = { states: 'stepfunctions' }

const SHAPE_KEYS = [
  'type',
  'required',
  'payload',
  'min',
  'max',
  'pattern',
  'enum',
  'sensitive',
  'flattened',
  'timestampFormat',
  'locationName',
  'xmlNamespace',
  'box',
  'union',
  'document',
  'wrapper',
  'xmlOrder',
  'eventstream',
  'event',
]
const MEMBER_KEYS = [
  'shape',
  'location',
  'locationName',
  'flattened',
  'xmlNamespace',
  'xmlAttribute',
  'queryName',
  'streaming',
  'idempotencyToken',
  'timestampFormat',
  'box',
  'jsonvalue',
  'hostLabel',
  'eventpayload',
]

const dataDir = process.argv[2]
if (!dataDir) {
  console.error('usage: node scripts/generate-models.mjs <botocore data directory>')
  process.exit(2)
}

const botocore = /__version__ = '([\d.]+)'/.exec(readFileSync(join(dataDir, '..', '__init__.py'), 'utf8'))?.[1]
if (!botocore) throw new Error(`${dataDir} lies in no botocore that names its version`)

const pick = (object, keys) =>
  Object.fromEntries(keys.filter((k) => object[k] !== undefined).map((k) => [k, object[k]]))

function loadModel(service) {
  const folder = join(dataDir, FOLDERS[service] ?? service)
  const versions = readdirSync(folder).sort()
  const dir = join(folder, versions.at(-1))
  const plain = readdirSync(dir).includes('service-2.json')
  const file = join(dir, plain ? 'service-2.json' : 'service-2.json.gz')
  const bytes = readFileSync(file)
  return JSON.parse(plain ? bytes.toString() : gunzipSync(bytes).toString())
}

function compactMember(member) {
  return pick(member, MEMBER_KEYS)
}

function compactShape(shape) {
  const out = pick(shape, SHAPE_KEYS)
  if (shape.members) {
    out.members = Object.fromEntries(Object.entries(shape.members).map(([name, m]) => [name, compactMember(m)]))
  }
  if (shape.member) out.member = compactMember(shape.member)
  if (shape.key) out.key = compactMember(shape.key)
  if (shape.value) out.value = compactMember(shape.value)
  if (shape.exception) out.exception = true
  if (shape.error) out.error = pick(shape.error, ['code', 'httpStatusCode', 'senderFault'])
  return out
}

function compactOperation(op) {
  const out = { http: { method: op.http.method, uri: op.http.requestUri } }
  if (op.http.responseCode && op.http.responseCode !== 200) out.http.status = op.http.responseCode
  if (op.input) out.input = pick(op.input, ['shape', 'locationName', 'xmlNamespace'])
  if (op.output) out.output = pick(op.output, ['shape', 'resultWrapper', 'locationName', 'xmlNamespace'])
  if (op.errors?.length) out.errors = op.errors.map((e) => e.shape)
  if (op.authtype) out.authtype = op.authtype
  return out
}

function reachable(model, operations) {
  const seen = new Set()
  const visit = (name) => {
    if (!name || seen.has(name)) return
    seen.add(name)
    const shape = model.shapes[name]
    for (const m of Object.values(shape.members ?? {})) visit(m.shape)
    for (const m of [shape.member, shape.key, shape.value]) visit(m?.shape)
  }
  for (const op of operations) {
    visit(op.input?.shape)
    visit(op.output?.shape)
    for (const e of op.errors ?? []) visit(e.shape)
  }
  return seen
}

const TS_SCALARS = {
  string: 'string',
  character: 'string',
  integer: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  boolean: 'boolean',
  timestamp: 'Date',
  blob: 'Uint8Array',
}

function typeOf(model, name) {
  const shape = model.shapes[name]
  if (shape.type === 'structure') return shape.document ? 'unknown' : typeName(name)
  if (shape.type === 'list') return `readonly ${wrap(typeOf(model, shape.member.shape))}[]`
  if (shape.type === 'map') return `{ readonly [key: string]: ${typeOf(model, shape.value.shape)} }`
  return TS_SCALARS[shape.type]
}
const wrap = (type) => (/^[A-Za-z0-9_$]+$/.test(type) || type.startsWith('{') ? type : `(${type})`)
const typeName = (name) => (['Date', 'Object', 'Error', 'Record'].includes(name) ? `${name}_` : name)
const propertyName = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))

function typesOf(service, model, operations, shapes) {
  const lines = ['// Generated by scripts/generate-models.mjs from botocore. Names and types only. Do not edit.', '']
  const outputs = new Set()
  const markOutput = (name) => {
    if (!name || outputs.has(name)) return
    outputs.add(name)
    const shape = model.shapes[name]
    for (const m of Object.values(shape.members ?? {})) markOutput(m.shape)
    for (const m of [shape.member, shape.value]) markOutput(m?.shape)
  }
  for (const op of Object.values(operations)) markOutput(op.output?.shape)
  const streams = [...shapes].map((name) => model.shapes[name]).filter((shape) => shape.eventstream)
  const streamed = new Set(streams.flatMap(({ members }) => Object.values(members).map(({ shape }) => shape)))
  for (const name of [...shapes].sort()) {
    const shape = model.shapes[name]
    if (shape.type !== 'structure' || shape.document) continue
    // Exceptions are types only where a stream carries them as events.
    if (shape.exception && !streamed.has(name)) continue
    const required = new Set(shape.required ?? [])
    lines.push(`export interface ${typeName(name)} {`)
    for (const [member, ref] of Object.entries(shape.members ?? {})) {
      lines.push(`  readonly ${propertyName(member)}${required.has(member) ? '' : '?'}: ${typeOf(model, ref.shape)}`)
    }
    lines.push('}', '')
  }
  lines.push(`export interface ${apiName(service)} {`)
  for (const [name, op] of Object.entries(operations)) {
    const input = op.input ? typeName(op.input.shape) : '{ readonly [key: string]: never }'
    const output = op.output ? typeName(op.output.shape) : 'void'
    lines.push(`  readonly ${name}: { readonly input: ${input}; readonly output: ${output} }`)
  }
  lines.push('}', '')
  return lines.join('\n')
}

/** The first segment of every address of a REST service, where all have the same one: `/v2`. */
function pathPrefixOf({ metadata, operations }) {
  if (!metadata.protocol.startsWith('rest-')) return undefined
  const first = new Set(Object.values(operations).map(({ http }) => `/${http.requestUri.split(/[/?]/)[1]}`))
  const [prefix] = first
  return first.size === 1 && /^\/[\w-]+$/.test(prefix) ? prefix : undefined
}

const apiName = (service) =>
  `${service
    .split('-')
    .map((part) => part[0].toUpperCase() + part.slice(1))
    .join('')}Api`

const modelDir = 'packages/runtime/models'
const typeDir = 'packages/runtime/src/generated'
mkdirSync(modelDir, { recursive: true })
mkdirSync(typeDir, { recursive: true })

const index = ['// Generated by scripts/generate-models.mjs. Do not edit.']
const apis = []
const published = []
for (const [service, wanted] of Object.entries(SERVICES)) {
  const model = loadModel(service)
  const names = Object.keys(model.operations).filter((n) => wanted === 'all' || wanted.includes(n))
  for (const name of wanted === 'all' ? [] : wanted) {
    if (!model.operations[name]) throw new Error(`${service} has no operation ${name}`)
  }
  const operations = Object.fromEntries(names.map((n) => [n, model.operations[n]]))
  const shapes = reachable(model, Object.values(operations))
  const m = model.metadata
  const compact = {
    name: service,
    botocore,
    serviceId: m.serviceId,
    protocol: m.protocol,
    jsonVersion: m.jsonVersion,
    apiVersion: m.apiVersion,
    signingName: m.signingName ?? m.endpointPrefix,
    endpointPrefix: m.endpointPrefix,
    targetPrefix: m.targetPrefix,
    xmlNamespace: typeof m.xmlNamespace === 'string' ? m.xmlNamespace : m.xmlNamespace?.uri,
    operations: Object.fromEntries(names.map((n) => [n, compactOperation(operations[n])])),
    unlisted: Object.keys(model.operations).filter((n) => !operations[n]),
    shapes: Object.fromEntries([...shapes].sort().map((n) => [n, compactShape(model.shapes[n])])),
  }
  // One shape a line: a regenerated model then shows in a diff what AWS changed.
  const body = Object.entries(compact)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      if (key !== 'shapes' && key !== 'operations') return `${JSON.stringify(key)}:${JSON.stringify(value)}`
      const rows = Object.entries(value).map(([n, v]) => `${JSON.stringify(n)}:${JSON.stringify(v)}`)
      return `${JSON.stringify(key)}:{\n${rows.join(',\n')}\n}`
    })
  const facts = {
    serviceId: m.serviceId,
    protocol: m.protocol,
    apiVersion: m.apiVersion,
    signingName: compact.signingName,
    endpointPrefix: m.endpointPrefix,
    targetPrefix: m.targetPrefix,
    globalHost: m.globalEndpoint,
    pathPrefix: pathPrefixOf(model),
  }
  const written = Object.entries(facts).filter(([, value]) => value !== undefined)
  published.push(`  '${service}': { ${written.map(([key, value]) => `${key}: '${value}'`).join(', ')} },`)
  writeFileSync(join(modelDir, `${service}.json`), `{${body.join(',\n')}}\n`)
  writeFileSync(join(typeDir, `${service}.ts`), typesOf(service, model, operations, shapes))
  index.push(`import type { ${apiName(service)} } from './${service}.ts'`)
  apis.push(`  readonly ${JSON.stringify(service).replaceAll('"', "'")}: ${apiName(service)}`)
}
index.push(
  '',
  '/** Operations of every service in the models, by service and name. */',
  'export interface AwsApis {',
  ...apis,
  '}',
  '',
)
writeFileSync(join(typeDir, 'index.ts'), index.join('\n'))

const services = [
  '// Generated by scripts/generate-models.mjs from botocore. Do not edit.',
  "import type { AwsApis } from './index.ts'",
  '',
  '/** What AWS publishes of a service as a whole. */',
  'export interface PublishedService {',
  '  readonly serviceId: string',
  "  readonly protocol: 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml'",
  '  readonly apiVersion: string',
  '  readonly signingName: string',
  '  /** The first labels of its regional host names. */',
  '  readonly endpointPrefix: string',
  '  /** What stands before the operation in `X-Amz-Target`. */',
  '  readonly targetPrefix?: string',
  '  /** Where it also answers, without a region. */',
  '  readonly globalHost?: string',
  '  /** What the path of each of its requests begins with, where that is one segment. */',
  '  readonly pathPrefix?: string',
  '}',
  '',
  'export const SERVICES: { readonly [service in keyof AwsApis]: PublishedService } = {',
  ...published,
  '}',
  '',
]
writeFileSync(join(typeDir, 'services.ts'), services.join('\n'))
