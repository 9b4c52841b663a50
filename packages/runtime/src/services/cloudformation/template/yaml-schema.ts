import {
  boolYaml11Tag,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  floatCoreTag,
  intJsonTag,
  mergeTag,
  NOT_RESOLVED,
  type Schema,
  defineScalarTag as scalar,
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

type Fields = Record<string, unknown>

function tagsFor(tag: string) {
  const name = `!${tag}`
  return [
    defineScalarTag(name, { resolve: (text) => longForm(tag, text), identify: () => false }),
    defineSequenceTag<unknown[], unknown>(name, {
      create: () => [],
      addItem: (list, item) => {
        list.push(item)
      },
      finalize: (list) => longForm(tag, list),
      identify: () => false,
    }),
    defineMappingTag<Fields, unknown>(name, {
      create: () => ({}),
      addPair: (fields, key, value) => {
        Object.defineProperty(fields, String(key), { value, enumerable: true, configurable: true, writable: true })
        return ''
      },
      has: (fields, key) => Object.hasOwn(fields, String(key)),
      keys: () => [],
      get: () => undefined,
      finalize: (fields) => longForm(tag, fields),
      identify: () => false,
    }),
  ]
}

/** Account numbers and other digits that a number would not give back unchanged stay texts. */
const exactInteger = scalar<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: ['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  resolve: (text, isExplicit, tagName) => {
    const value = intJsonTag.resolve(text, isExplicit, tagName)
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : NOT_RESOLVED
  },
  identify: (value) => Number.isSafeInteger(value),
})

/** As the core schema, but a number like `012345678901` or one of twenty digits is not a float either. */
const exactFloat = scalar<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: floatCoreTag.implicitFirstChars,
  resolve: (text, isExplicit, tagName) =>
    /^[-+]?\d+$/.test(text) ? NOT_RESOLVED : (floatCoreTag.resolve(text, isExplicit, tagName) as number),
  identify: (value) => floatCoreTag.identify(value),
})

/**
 * YAML as CloudFormation reads it: `yes`, `no`, `on` and `off` are booleans as in YAML 1.1, dates stay texts, and a tag
 * such as `!Sub` is short for a function.
 */
export const CLOUDFORMATION_YAML: Schema = CORE_SCHEMA.withTags(
  boolYaml11Tag,
  exactInteger,
  exactFloat,
  mergeTag,
  SHORT_TAGS.flatMap(tagsFor),
)
