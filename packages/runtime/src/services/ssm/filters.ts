import type { ParameterStringFilter } from '../../generated/ssm.ts'
import { invalidFilterKey, invalidFilterOption, invalidFilterValue } from './errors.ts'
import type { ParameterRecord } from './records.ts'

type Test = (parameter: ParameterRecord) => boolean

type Options = Readonly<Record<string, (actual: string, wanted: string) => boolean>>

const equals: Options = { Equals: (actual, wanted) => actual === wanted }
const text: Options = { ...equals, BeginsWith: (actual, wanted) => actual.startsWith(wanted) }

interface Filter {
  readonly options: Options
  readonly valueOf: (parameter: ParameterRecord) => string | undefined
}

/** Parameters `a` and `/a` are the same to a name filter. */
const bareName = (name: string) => name.replace(/^\//, '')

const FILTERS: Readonly<Record<string, Filter>> = {
  Name: {
    options: {
      Equals: (actual, wanted) => bareName(actual) === bareName(wanted),
      BeginsWith: (actual, wanted) => bareName(actual).startsWith(bareName(wanted)),
      Contains: (actual, wanted) => actual.includes(wanted),
    },
    valueOf: (parameter) => parameter.name,
  },
  Path: {
    options: {
      OneLevel: (actual, wanted) => isBelow(actual, wanted, false),
      Recursive: (actual, wanted) => isBelow(actual, wanted, true),
    },
    valueOf: (parameter) => parameter.name,
  },
  Type: { options: text, valueOf: (parameter) => parameter.latest.type },
  KeyId: { options: text, valueOf: (parameter) => parameter.latest.keyId },
  Tier: { options: equals, valueOf: (parameter) => parameter.latest.tier },
  DataType: { options: text, valueOf: (parameter) => parameter.latest.dataType },
}

/** A parameter passes when every filter has a value that fits. `allowed`: the keys that this operation knows. */
export function filterOf(filters: readonly ParameterStringFilter[], allowed: readonly string[]): Test {
  const tests = filters.map((filter) => testOf(filter, allowed))
  return (parameter) => tests.every((test) => test(parameter))
}

function testOf({ Key, Option, Values = [] }: ParameterStringFilter, allowed: readonly string[]): Test {
  if (Key.startsWith('tag:') && allowed.includes('tag')) {
    const tag = Key.slice('tag:'.length)
    return ({ tags }) => {
      const actual = tags[tag]
      return actual !== undefined && (Values.length === 0 || Values.includes(actual))
    }
  }
  const filter = allowed.includes(Key) ? FILTERS[Key] : undefined
  if (!filter) {
    throw invalidFilterKey(
      `The following filter key is not valid: ${Key}. Valid filter keys include: [${allowed.join(', ')}].`,
    )
  }
  const option = Option ?? (Key === 'Path' ? 'OneLevel' : 'Equals')
  const compare = filter.options[option]
  if (!compare) {
    throw invalidFilterOption(
      `The following filter option is not valid: ${option}. Valid options include: ` +
        `[${Object.keys(filter.options).join(', ')}].`,
    )
  }
  if (Values.length === 0)
    throw invalidFilterValue(`The following filter values are missing : null for filter key ${Key}`)
  if (Key === 'Path' && !Values.every((value) => value.startsWith('/'))) {
    throw invalidFilterValue('The parameter path filter value must begin with a forward slash "/".')
  }
  return (parameter) => {
    const actual = filter.valueOf(parameter)
    return actual !== undefined && Values.some((value) => compare(actual, value))
  }
}

/** Is the parameter in the hierarchy under `path`? Only a name that is a path can be, except under `/` itself. */
export function isBelow(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`
  if (prefix === '/') return recursive || !name.slice(1).includes('/')
  return name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/'))
}
