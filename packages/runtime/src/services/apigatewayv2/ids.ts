import { LOWER_ALPHANUMERIC, randomText } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'

/** Routes and integrations: seven characters (observed: https://github.com/milliHQ/terraform-aws-next-js/issues/247). */
export function partId(random: Random): string {
  return randomText(random, 7, LOWER_ALPHANUMERIC)
}

/** Authorizers and deployments (observed: https://github.com/anomalyco/sst/issues/5586). */
export function shortId(random: Random): string {
  return randomText(random, 6, LOWER_ALPHANUMERIC)
}
