import { type MethodSetting, SETTING_MEMBERS, type StageSettings, settingPath } from './stage-settings.ts'

/** `StageDescription` of a deployment: a stage's settings, with those for every method also directly on it. */
export interface StageDescription extends StageSettings {
  readonly CacheDataEncrypted?: boolean
  readonly CacheTtlInSeconds?: number
  readonly CachingEnabled?: boolean
  readonly DataTraceEnabled?: boolean
  readonly LoggingLevel?: string
  readonly MetricsEnabled?: boolean
  readonly ThrottlingBurstLimit?: number
  readonly ThrottlingRateLimit?: number
}

/** The settings of a stage that a description means. Where its list speaks of every method too, the list counts (inferred). */
export function settingsOf(description: StageDescription): StageSettings {
  const own = Object.entries(description).filter(([member]) => SETTING_MEMBERS.includes(member))
  if (own.length === 0) return description
  const listed = description.MethodSettings ?? []
  const isForEvery = (setting: MethodSetting) => settingPath(setting) === EVERY_METHOD
  const forEvery: MethodSetting = Object.assign(Object.fromEntries(own), ...listed.filter(isForEvery))
  return { ...description, MethodSettings: [forEvery, ...listed.filter((setting) => !isForEvery(setting))] }
}

const EVERY_METHOD = settingPath({})
