import type { ClientSettings } from '../records.ts'

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }
const DEFAULT_TOKEN_SECONDS = 3600

type Validity = Pick<
  ClientSettings,
  'AccessTokenValidity' | 'IdTokenValidity' | 'RefreshTokenValidity' | 'TokenValidityUnits'
>

function seconds(value: number | undefined, unit: string, byDefault: number): number {
  return value === undefined ? byDefault : value * (SECONDS[unit] ?? 1)
}

export function accessTokenSeconds(settings: Validity): number {
  const unit = settings.TokenValidityUnits?.AccessToken ?? 'hours'
  return seconds(settings.AccessTokenValidity, unit, DEFAULT_TOKEN_SECONDS)
}

export function idTokenSeconds(settings: Validity): number {
  const unit = settings.TokenValidityUnits?.IdToken ?? 'hours'
  return seconds(settings.IdTokenValidity, unit, DEFAULT_TOKEN_SECONDS)
}

/** Settings always name this validity; that its default counts in the unit given, as it is returned, is inferred. */
export function refreshTokenSeconds(settings: Validity): number {
  const unit = settings.TokenValidityUnits?.RefreshToken ?? 'days'
  return seconds(settings.RefreshTokenValidity, unit, 0)
}
