import { type AwsError, notEmulated } from '../../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../kernel/json.ts'
import { invalidDefinition } from '../errors.ts'
import type { DataPath } from './definition.ts'

/** What `--record` calls a state machine whose definition is stored all the same. */
export const RECORDABLE = 'AWS::StepFunctions::StateMachine'

export function notRun(what: string): AwsError {
  return notEmulated(`${what} of a state machine`, RECORDABLE)
}

/** Documented: the largest number of seconds and of attempts. */
const MOST = 99_999_999
const PATH = /^\$((?:\.[A-Za-z_][\w-]*)*)$/

/** One object of a definition. Whatever of it is asked for in another form than AWS's is refused with its place. */
export class Fields {
  readonly #value: JsonObject
  readonly location: string

  constructor(value: JsonValue | undefined, location: string) {
    if (!isJsonObject(value)) throw mismatch('Expected value of type Object', location)
    this.#value = value
    this.location = location
  }

  /** Whatever else stands there would change what the state machine does. */
  only(owner: string, names: readonly string[]): void {
    const other = Object.keys(this.#value).find((name) => name !== 'Comment' && !names.includes(name))
    if (other !== undefined) throw notRun(`The field ${other} in ${owner}`)
  }

  require(...names: readonly string[]): void {
    const missing = names.filter((name) => this.#value[name] === undefined)
    if (missing.length > 0) throw mismatch(`These fields are required: [${missing.join(', ')}]`, this.location)
  }

  get(name: string): JsonValue | undefined {
    return this.#value[name]
  }

  at(name: string): string {
    return `${this.location === '/' ? '' : this.location}/${name}`
  }

  text(name: string): string | undefined {
    const value = this.#value[name]
    if (value === undefined || typeof value === 'string') return value
    throw mismatch('Expected value of type String', this.at(name))
  }

  requireText(name: string): string {
    this.require(name)
    return this.text(name) ?? ''
  }

  isTrue(name: string): boolean {
    const value = this.#value[name]
    if (value === undefined || typeof value === 'boolean') return value ?? false
    throw mismatch('Expected value of type Boolean', this.at(name))
  }

  /** A whole number. */
  integer(name: string, least: number): number | undefined {
    const value = this.number(name, least)
    if (value === undefined || Number.isInteger(value)) return value
    throw mismatch('Expected value of type Integer', this.at(name))
  }

  number(name: string, least: number): number | undefined {
    const value = this.#value[name]
    if (value === undefined) return undefined
    if (typeof value !== 'number') throw mismatch('Expected value of type Number', this.at(name))
    if (value < least || value > MOST) throw mismatch(`Value is not between ${least} and ${MOST}`, this.at(name))
    return value
  }

  list(name: string): Fields[] {
    return this.#array(name).map((item, at) => new Fields(item, this.at(`${name}[${at}]`)))
  }

  texts(name: string): string[] {
    this.require(name)
    return this.#array(name).map((item, at) => {
      if (typeof item !== 'string') throw mismatch('Expected value of type String', this.at(`${name}[${at}]`))
      return item
    })
  }

  path(name: 'InputPath' | 'OutputPath' | 'ResultPath'): DataPath {
    if (this.#value[name] === null) return 'discard'
    const path = this.text(name) ?? '$'
    const members = PATH.exec(path)?.[1]
    if (members === undefined) throw notRun(`The path ${path} (${name})`)
    return members.split('.').slice(1)
  }

  #array(name: string): readonly JsonValue[] {
    const value = this.#value[name]
    if (value === undefined) return []
    if (!Array.isArray(value)) throw mismatch('Expected value of type Array', this.at(name))
    return value
  }
}

/** The form is observed, as is the text of fields that are required; the others are inferred. */
export function mismatch(text: string, location: string): AwsError {
  return invalidDefinition(`SCHEMA_VALIDATION_FAILED: ${text} at ${location}`)
}
