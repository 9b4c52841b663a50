import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { formatError, validationError } from '../errors.ts'
import { requireAlphanumeric } from './alphanumeric.ts'
import { dictionary } from './dictionary.ts'
import { withoutTransforms } from './embedded-transforms.ts'
import { refuseDepth, refuseLongDescription, refuseTooMany } from './limits.ts'
import { isPseudoParameter } from './pseudo-parameters.ts'
import { readParameters } from './read-parameters.ts'
import { readResources } from './read-resources.ts'
import type { OutputDeclaration, RuleDeclaration, Template } from './template.ts'
import { INCLUDE, readTransforms } from './transforms.ts'

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
]

/** A section that only a transform understands. */
const GLOBALS = 'Globals'

/** Checks the shape of a parsed template and gives it names and types. Functions inside are checked elsewhere. */
export function readTemplate(given: unknown): Template {
  if (!isJsonObject(given)) throw formatError('unsupported structure.')
  refuseDepth(given)
  const { document, calls } = withoutTransforms(given)
  const transforms = readTransforms(document.Transform, calls)
  const sections = transforms.length > 0 ? [...SECTIONS, GLOBALS] : SECTIONS
  const unknown = Object.keys(document).filter((section) => !sections.includes(section))
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`)
  refuseNulls(document, '')
  const version = textOf(document.AWSTemplateFormatVersion)
  if (version !== undefined && version !== '2010-09-09') {
    throw formatError(`Template version ${version} is not supported. Supported versions are: [2010-09-09]`)
  }
  const { Description: description } = document
  if (description !== undefined && typeof description !== 'string') throw formatError('Description must be a string')
  if (description !== undefined) refuseLongDescription(description)
  return {
    version,
    description,
    transforms,
    metadata: document.Metadata,
    parameters: readParameters(section(document, 'Parameters')),
    rules: readRules(section(document, 'Rules')),
    mappings: readMappings(section(document, 'Mappings')),
    conditions: readConditions(section(document, 'Conditions')),
    resources: readResources(document.Resources, {
      isTransformed: transforms.length > 0,
      mayBeIncluded: transforms.includes(INCLUDE),
    }),
    outputs: readOutputs(section(document, 'Outputs')),
  }
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}

function section(document: JsonObject, name: string): JsonObject {
  const value = document[name]
  if (value === undefined) return {}
  if (!isJsonObject(value)) throw formatError(`${name} must be a map`)
  return value
}

function refuseNulls(value: JsonValue, path: string): void {
  // Observed without the words that other errors of this kind begin with.
  if (value === null) throw validationError(`[${path}] 'null' values are not allowed in templates`)
  if (typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) refuseNulls(inner as JsonValue, `${path}/${key}`)
}

function readConditions(conditions: JsonObject): Template['conditions'] {
  // Recorded: unlike a resource or a parameter, a condition may have the name of a pseudo parameter.
  for (const name of Object.keys(conditions)) if (!isPseudoParameter(name)) requireAlphanumeric('Condition', name)
  return dictionary(Object.entries(conditions))
}

function readMappings(mappings: JsonObject): Template['mappings'] {
  refuseTooMany('mappings', Object.keys(mappings).length)
  for (const [name, map] of Object.entries(mappings)) {
    requireAlphanumeric('Mapping', name)
    if (!isJsonObject(map)) throw formatError(`Every Mappings member ${name} must be a map`)
    for (const [top, attributes] of Object.entries(map)) {
      if (!isJsonObject(attributes)) throw formatError(`Every Mappings member ${top} must be a map`)
      for (const value of Object.values(attributes)) {
        if (isJsonObject(value)) throw formatError('Every Mappings attribute must be a String or a List.')
      }
    }
  }
  return dictionary(Object.entries(mappings as Template['mappings']))
}

function readRules(rules: JsonObject): Template['rules'] {
  const read = dictionary<RuleDeclaration>()
  for (const [name, rule] of Object.entries(rules)) {
    requireAlphanumeric('Rule', name)
    if (!isJsonObject(rule) || !Array.isArray(rule.Assertions)) {
      throw formatError(`Rule ${name} must contain Assertions, a list`)
    }
    read[name] = {
      condition: rule.RuleCondition,
      assertions: rule.Assertions.map((assertion: JsonValue) => {
        if (!isJsonObject(assertion) || assertion.Assert === undefined) {
          throw formatError(`Every assertion of rule ${name} must contain Assert`)
        }
        const { Assert: assert, AssertDescription: description } = assertion
        return { assert, description: textOf(description) }
      }),
    }
  }
  return read
}

function readOutputs(outputs: JsonObject): Template['outputs'] {
  const read = dictionary<OutputDeclaration>()
  refuseTooMany('outputs', Object.keys(outputs).length)
  for (const [name, output] of Object.entries(outputs)) {
    requireAlphanumeric('Output', name)
    if (!isJsonObject(output) || output.Value === undefined) {
      throw formatError('Every Outputs member must contain a Value object')
    }
    const { Value: value, Description: description, Condition: condition, Export: exported } = output
    if (exported !== undefined && (!isJsonObject(exported) || exported.Name === undefined)) {
      throw formatError('Every Export object must contain a Name')
    }
    read[name] = {
      value,
      description: textOf(description),
      condition: textOf(condition),
      exportName: isJsonObject(exported) ? exported.Name : undefined,
    }
  }
  return read
}
