import type { AcrLevelConfigType } from '../../../generated/cognito-idp.ts'
import { invalidParameter } from '../errors.ts'

type Levels = Readonly<Record<string, AcrLevelConfigType>>

const DEFAULTS: Levels = Object.fromEntries(
  [1, 2, 3, 4].map((level) => [`Level${level}`, { AcrValue: `urn:cognito:loa:${level}` }]),
)

/**
 * The names of all levels, of which a request gives some (documented: developer guide, "Configuring ACR level names", which
 * also says that they are unique; the text of the refusal is inferred). A pool that names none shows none (inferred).
 */
export function authenticationLevels(requested: Levels | undefined): Levels | undefined {
  if (!requested) return undefined
  const levels = { ...DEFAULTS, ...requested }
  const names = Object.values(levels).map(({ AcrValue }) => AcrValue)
  if (new Set(names).size < names.length) throw invalidParameter('AcrValue must be unique across all levels.')
  return levels
}
