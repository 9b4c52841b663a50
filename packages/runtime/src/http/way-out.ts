import { awsDomainOf } from '../kernel/aws-domains.ts'
import { type HostClassifier, isRegion } from './hosts.ts'
import type { ProxyPass } from './proxy-pass.ts'

/** Who may go where through the proxy, of the names that are not served here. */
export interface WayOutRules {
  /** Everybody may, everywhere. */
  readonly passthrough: boolean
  /** Whoever shows it may, but to names of AWS: nothing of a function is to reach a real account by accident. */
  readonly pass: ProxyPass | undefined
  readonly classify: HostClassifier
}

export interface WayOut {
  /** Lower case. */
  readonly name: string
  readonly port: number
  /** As the client has written both. */
  readonly target: string
  /** `Proxy-Authorization`. */
  readonly authorization: string | undefined
}

/** Why the proxy does not lead there; undefined: it does. */
export function wayOutProblem(way: WayOut, { passthrough, pass, classify }: WayOutRules): string | undefined {
  const { name, target, authorization } = way
  const mayLeave = passthrough || pass?.isShownBy(authorization)
  if (!mayLeave || !isTarget(way)) return `${target} is not emulated by Sallyport; --proxy-passthrough lets it through.`
  if (passthrough) return undefined
  if (classify(name).kind === 'loopback') return `${target} is on this machine: it is reached without a proxy.`
  const service = awsServiceOf(name)
  if (service === undefined) return undefined
  return (
    `${target} is a name of AWS${service && ` (${service})`} that is not emulated by Sallyport. Functions are let ` +
    'through to other names, so that nothing reaches a real account; --proxy-passthrough lets them through to all.'
  )
}

function isTarget({ name, port }: WayOut): boolean {
  return name !== '' && Number.isInteger(port) && port > 0 && port < 65_536
}

/** What stands for the service in a name of AWS, and may be nothing; undefined for other names. */
function awsServiceOf(name: string): string | undefined {
  const domain = awsDomainOf(name)
  if (domain === undefined) return undefined
  const labels = name.slice(0, -domain.length).split('.').filter(Boolean)
  const region = labels.findLastIndex(isRegion)
  return labels[region > 0 ? region - 1 : labels.length - 1] ?? ''
}
