import type { Config } from '../config/settings.ts'
import { createHostClassifier, type HostClassifier, type OwnNames } from '../http/hosts.ts'
import { type Place, urlSuffixOf } from '../kernel/place.ts'
import type { HostMeaning } from '../protocol/identify.ts'

/** `aws`: the issuer that AWS would have; `local`: this server's own address; else a base URL. */
export function issuerNaming(issuer: Config['issuer'], origin: () => string) {
  return ({ region }: Place, poolId: string): string => {
    if (issuer === 'aws') return `https://cognito-idp.${region}.${urlSuffixOf(region)}/${poolId}`
    return `${issuer === 'local' ? origin() : issuer}/${poolId}`
  }
}

/** What a host name says of the service that is meant. */
export function hostMeanings(classify: HostClassifier): (host: string) => HostMeaning {
  return (host) => {
    const found = classify(host)
    if (found.kind === 'service' || found.kind === 'forwarded') return { service: found.service, region: found.region }
    return found.kind === 's3-bucket' ? { service: 's3', bucket: found.bucket, region: found.region } : {}
  }
}

/** Whether an address is one that this server answers: AWS's names, names of the user's own, of APIs, and its own origin. */
export function createEmulatedHosts(own: OwnNames, origin: () => string): (url: URL) => boolean {
  const classify = createHostClassifier(own)
  return (url) => {
    const { kind } = classify(url.hostname)
    if (kind === 'loopback') return url.port !== '' && origin().endsWith(`:${url.port}`)
    return kind !== 'foreign'
  }
}
