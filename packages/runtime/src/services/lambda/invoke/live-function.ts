import type { FunctionVersion } from '../../../functions/ports.ts'
import type { DestinationConfig } from '../../../generated/lambda.ts'
import type { Place } from '../../../kernel/place.ts'
import type { Random } from '../../../kernel/random.ts'
import { functionArn, LATEST } from '../names.ts'
import { type Access, accessOf } from '../policy/access.ts'
import type { AliasRecord, EventConfigRecord, FunctionRecord, PolicyRecord, VersionRecord } from '../records.ts'

/** What may be called: a function, one of its versions or aliases. */
export interface Target {
  /** With the qualifier that was asked for. */
  readonly arn: string
  readonly qualifier: string | undefined
  readonly allows: Access
  /** The version that this call goes to: of an alias with weights, by chance. */
  pick(random: Random): FunctionVersion
  readonly events: EventSettings
}

export interface EventSettings {
  readonly retries: number
  readonly maxAgeMs: number
  readonly onSuccess?: string
  readonly onFailure?: string
}

export interface FunctionContents {
  readonly place: Place
  readonly record: FunctionRecord
  readonly versions: readonly VersionRecord[]
  readonly aliases: readonly AliasRecord[]
  /** By qualifier; `''` is the function itself. */
  readonly policies: ReadonlyMap<string, PolicyRecord>
  readonly eventConfigs: ReadonlyMap<string, EventConfigRecord>
}

const RETRIES = 2
const SIX_HOURS_MS = 21_600_000

/** A function as calls need it, compiled from the store once and dropped when it changes. */
export class LiveFunction {
  readonly place: Place
  readonly name: string
  /** Unqualified. */
  readonly arn: string
  /** Undefined: it shares the account's concurrency. */
  readonly reserved: number | undefined
  /** Changes with each update of `$LATEST`. */
  readonly environmentId: string
  readonly #contents: FunctionContents
  readonly #compile: (record: VersionRecord) => FunctionVersion
  readonly #targets = new Map<string, Target | undefined>()
  readonly #versions = new Map<string, FunctionVersion>()

  constructor(contents: FunctionContents, compile: (record: VersionRecord) => FunctionVersion) {
    const { place, record } = contents
    this.place = place
    this.name = record.name
    this.arn = functionArn(place, record.name)
    this.reserved = record.reserved
    this.environmentId = record.latest.environmentId
    this.#contents = contents
    this.#compile = compile
  }

  /** Undefined: it has no such version or alias. */
  find(qualifier: string | undefined): Target | undefined {
    const key = qualifier ?? ''
    const known = this.#targets.get(key)
    if (known) return known
    const target = this.#target(qualifier)
    if (target) this.#targets.set(key, target)
    return target
  }

  #target(qualifier: string | undefined): Target | undefined {
    const pick = this.#picker(qualifier)
    if (!pick) return undefined
    const { policies, eventConfigs } = this.#contents
    // The policy of the function is that of `$LATEST`, which can have none of its own.
    const holder = qualifier === LATEST ? undefined : qualifier
    const statements = policies.get(holder ?? '')?.statements ?? []
    return {
      arn: functionArn(this.place, this.name, qualifier),
      qualifier,
      allows: accessOf(statements, functionArn(this.place, this.name, holder)),
      pick,
      events: eventSettings(eventConfigs.get(qualifier ?? LATEST)),
    }
  }

  #picker(qualifier = LATEST): Target['pick'] | undefined {
    const alias = this.#contents.aliases.find(({ name }) => name === qualifier)
    if (!alias) {
      const version = this.#version(qualifier)
      return version && (() => version)
    }
    const version = this.#version(alias.version)
    if (!version) return undefined
    const [[other, weight] = []] = Object.entries(alias.weights ?? {})
    const second = other === undefined ? undefined : this.#version(other)
    if (!second || weight === undefined) return () => version
    return (random) => (random.bytes(4).readUInt32BE() / 2 ** 32 < weight ? second : version)
  }

  #version(number: string): FunctionVersion | undefined {
    const known = this.#versions.get(number)
    if (known) return known
    const { record, versions } = this.#contents
    const found = number === LATEST ? record.latest : versions.find(({ version }) => version === number)
    if (!found) return undefined
    const compiled = this.#compile(found)
    this.#versions.set(number, compiled)
    return compiled
  }
}

function eventSettings(config: EventConfigRecord | undefined): EventSettings {
  const { OnSuccess, OnFailure }: DestinationConfig = config?.DestinationConfig ?? {}
  return {
    retries: config?.MaximumRetryAttempts ?? RETRIES,
    maxAgeMs: config?.MaximumEventAgeInSeconds === undefined ? SIX_HOURS_MS : config.MaximumEventAgeInSeconds * 1000,
    ...(OnSuccess?.Destination !== undefined && { onSuccess: OnSuccess.Destination }),
    ...(OnFailure?.Destination !== undefined && { onFailure: OnFailure.Destination }),
  }
}
