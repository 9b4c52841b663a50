import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  floatCoreTag,
  intJsonTag,
  NOT_RESOLVED,
  type Schema,
} from 'js-yaml'

/** Short tags that do not simply stand for `Fn::{tag}`. */
const FULL_NAMES: Readonly<Record<string, string>> = { Ref: 'Ref', Condition: 'Condition' }

const SHORT_TAGS = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Ref',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
]

function longForm(tag: string, argument: unknown) {
  return { [FULL_NAMES[tag] ?? `Fn::${tag}`]: argument }
}

/** A number or a truth value and how it is written: as a key, `1.10` and `Yes` are what they look like. */
class WrittenScalar {
  readonly text: string
  readonly value: unknown

  constructor(text: string, value: unknown) {
    this.text = text
    this.value = value
  }
}

export function plainValue(value: unknown): unknown {
  return value instanceof WrittenScalar ? value.value : value
}

type Fields = Record<string, unknown>
type Finish = (value: unknown) => unknown

function sequenceTag(name: string, finish: Finish) {
  return defineSequenceTag<unknown[], unknown>(name, {
    create: () => [],
    addItem: (list, item) => {
      list.push(plainValue(item))
    },
    finalize: finish,
    identify: () => false,
  })
}

function mappingTag(name: string, finish: Finish) {
  const textOf = (key: unknown) => (key instanceof WrittenScalar ? key.text : String(key))
  return defineMappingTag<Fields, unknown>(name, {
    create: () => ({}),
    addPair: (fields, key, value) => {
      if (typeof key === 'object' && key !== null && !(key instanceof WrittenScalar)) return 'a key must be a scalar'
      const member = { value: plainValue(value), enumerable: true, configurable: true, writable: true }
      Object.defineProperty(fields, textOf(key), member)
      return ''
    },
    has: (fields, key) => Object.hasOwn(fields, textOf(key)),
    keys: () => [],
    get: () => undefined,
    finalize: finish,
    identify: () => false,
  })
}

function shortTags(tag: string) {
  const finish: Finish = (argument) => longForm(tag, argument)
  const name = `!${tag}`
  const scalar = defineScalarTag(name, { resolve: finish, identify: () => false })
  return [scalar, sequenceTag(name, finish), mappingTag(name, finish)]
}

function implicitScalar(name: string, firstCharacters: readonly string[], read: (text: string) => unknown) {
  return defineScalarTag<WrittenScalar>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    implicitFirstChars: [...firstCharacters],
    resolve: (text) => {
      const value = read(text)
      return value === NOT_RESOLVED ? NOT_RESOLVED : new WrittenScalar(text, value)
    },
    identify: () => false,
  })
}

/** The booleans of YAML 1.1 without its single letters, which the service's parser takes for texts as well. */
const boolean = implicitScalar('bool', [...'tTfFyYnNoO'], (text) => {
  if (!/^(?:[tT]rue|TRUE|[fF]alse|FALSE|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)$/.test(text)) return NOT_RESOLVED
  return /^(?:true|yes|on)$/i.test(text)
})

/** Account numbers and other digits that a number would not give back unchanged stay texts. */
const integer = implicitScalar('int', [...'-0123456789'], (text) => {
  const value = intJsonTag.resolve(text, false, 'tag:yaml.org,2002:int')
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : NOT_RESOLVED
})

/** As the core schema, but a number like `012345678901` or one of twenty digits is not a float either. */
const float = implicitScalar('float', [...'-+.0123456789'], (text) => {
  const value = /^[-+]?\d+$/.test(text) ? NOT_RESOLVED : floatCoreTag.resolve(text, false, 'tag:yaml.org,2002:float')
  return typeof value === 'number' && Number.isFinite(value) ? value : NOT_RESOLVED
})

/**
 * YAML as CloudFormation reads it: `yes`, `no`, `on` and `off` are booleans as in YAML 1.1, dates stay texts, and a tag
 * such as `!Sub` is short for a function. Aliases and merge keys are not part of it (documented).
 */
export const CLOUDFORMATION_YAML: Schema = CORE_SCHEMA.withTags(
  boolean,
  integer,
  float,
  sequenceTag('tag:yaml.org,2002:seq', (list) => list),
  mappingTag('tag:yaml.org,2002:map', (fields) => fields),
  SHORT_TAGS.flatMap(shortTags),
)
