import { featureUnavailable, tierChangeNotAllowed } from '../errors.ts'
import type { DomainRecord, UserPoolSettings } from '../records.ts'
import { usesThreatProtection } from './settings.ts'

type Rule = (requested: UserPoolSettings) => string | undefined

const preTokenTrigger: Rule = ({ LambdaConfig, UserPoolTier }) => {
  const version = LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion
  const needsMore = UserPoolTier === 'LITE' && (version === 'V2_0' || version === 'V3_0')
  return needsMore ? `Token Customization with Pre-Token Generation Lambda ${version}` : undefined
}

const passwordless: Rule = ({ Policies, UserPoolTier }) => {
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []
  return UserPoolTier === 'LITE' && factors.some((factor) => factor !== 'PASSWORD') ? 'Passwordless Sign-In' : undefined
}

/** Documented; the name of the feature is inferred. */
const levelNames: Rule = ({ AcrConfiguration, UserPoolTier }) =>
  UserPoolTier === 'LITE' && AcrConfiguration ? 'Authentication Level Names' : undefined

/** Observed for ESSENTIALS (aws/aws-cdk#33565). A pool that names no tier becomes one of PLUS instead (documented). */
const threatProtection: Rule = (requested) => {
  const tier = requested.UserPoolTier
  return tier !== undefined && tier !== 'PLUS' && usesThreatProtection(requested) ? 'Threat Protection' : undefined
}

/** Each names the feature that a pool uses without being of its tier. */
const RULES: readonly Rule[] = [preTokenTrigger, passwordless, threatProtection, levelNames]

/** Refuses what the tier in the request does not have. Texts observed on deployments. */
export function checkTier(requested: UserPoolSettings): void {
  for (const rule of RULES) {
    const feature = rule(requested)
    if (feature === undefined) continue
    throw unavailable(requested.UserPoolTier, feature)
  }
}

/** Refuses what a pool of another tier asks for by an operation of its own. */
export function requireTier({ UserPoolTier }: UserPoolSettings, tier: string, feature: string): void {
  if (UserPoolTier !== tier) throw unavailable(UserPoolTier, feature)
}

function unavailable(tier: string | undefined, feature: string) {
  return featureUnavailable(
    `The following features need to be disabled for the ${tier} pricing tier configured: ${feature}`,
  )
}

/**
 * A pool cannot go down to a tier that has not what it uses (documented). Managed login is the one such feature that does
 * not stand in the request itself; that it counts, and the text, are inferred.
 */
export function checkTierChange(tier: string | undefined, domains: readonly (DomainRecord | undefined)[]): void {
  if (tier === 'LITE' && domains.some((domain) => domain?.managedLoginVersion === 2)) {
    throw tierChangeNotAllowed(
      'The following features need to be disabled for the LITE pricing tier configured: Managed Login Version 2',
    )
  }
}
