import type { DomainNameConfiguration, MutualTlsAuthenticationInput } from '../../../generated/apigatewayv2.ts'
import { notEmulated } from '../../../kernel/errors.ts'
import { readPage, stored } from '../../../kernel/paging.ts'
import { createDomain, deleteDomain, putDomain } from '../../../store/api-domains/domains.ts'
import { domains } from '../../../store/api-domains/records.ts'
import { operation } from '../deps.ts'
import { checkManaged, domainToWire, isManaged, requireManagedDomain } from '../domains.ts'
import { badRequest } from '../errors.ts'
import { pageRequest } from '../paging.ts'

export const createDomainName = operation('CreateDomainName', async (input, { clock, random }, ctx) => {
  const configuration = configurationOf(input, 'CreateDomainName')
  const { EndpointType: endpointType = 'REGIONAL', SecurityPolicy: securityPolicy = 'TLS_1_2' } = configuration
  checkManaged({ endpointType, securityPolicy })
  const given = {
    domainName: input.DomainName,
    endpointType: 'REGIONAL' as const,
    certificateArn: configuration.CertificateArn,
    certificateName: configuration.CertificateName,
    certificateUploadedAt: clock.now(),
    ownershipVerificationCertificateArn: configuration.OwnershipVerificationCertificateArn,
    ipAddressType: configuration.IpAddressType ?? 'ipv4',
    securityPolicy,
    tags: input.Tags ?? {},
  }
  const made = await ctx.transact((tx) => createDomain(tx, ctx.place, random, given))
  return domainToWire(made, ctx.place)
})

export const getDomainName = operation('GetDomainName', async (input, _deps, ctx) =>
  domainToWire(await requireManagedDomain(ctx.reader, ctx.place, input.DomainName), ctx.place),
)

/** Those that this service does not manage are left out (inferred). */
export const getDomainNames = operation('GetDomainNames', async (input, _deps, ctx) => {
  const { items, next } = await readPage(
    pageRequest('GetDomainNames', input, ctx),
    stored(
      (range) => domains.list(ctx.reader, ctx.place, range),
      ({ domainName }) => domainName,
    ),
  )
  return { Items: items.filter(isManaged).map((domain) => domainToWire(domain, ctx.place)), NextToken: next }
})

export const updateDomainName = operation('UpdateDomainName', async (input, { clock }, ctx) => {
  const configuration = input.DomainNameConfigurations ? configurationOf(input, 'UpdateDomainName') : {}
  return ctx.transact(async (tx) => {
    const before = await requireManagedDomain(tx, ctx.place, input.DomainName)
    const { CertificateArn: certificateArn = before.certificateArn } = configuration
    const after = {
      ...before,
      certificateArn,
      certificateUploadedAt: certificateArn === before.certificateArn ? before.certificateUploadedAt : clock.now(),
      certificateName: configuration.CertificateName ?? before.certificateName,
      ownershipVerificationCertificateArn:
        configuration.OwnershipVerificationCertificateArn ?? before.ownershipVerificationCertificateArn,
      ipAddressType: configuration.IpAddressType ?? before.ipAddressType,
      securityPolicy: configuration.SecurityPolicy ?? before.securityPolicy,
    }
    checkManaged({
      endpointType: configuration.EndpointType ?? after.endpointType,
      securityPolicy: after.securityPolicy,
    })
    putDomain(tx, ctx.place, after)
    return domainToWire(after, ctx.place)
  })
})

export const deleteDomainName = operation('DeleteDomainName', async (input, _deps, ctx) => {
  await ctx.transact(async (tx) => {
    const { domainName } = await requireManagedDomain(tx, ctx.place, input.DomainName)
    await deleteDomain(tx, ctx.place, domainName)
  })
})

interface Asked {
  readonly DomainNameConfigurations?: readonly DomainNameConfiguration[]
  readonly MutualTlsAuthentication?: MutualTlsAuthenticationInput
  readonly RoutingMode?: string
}

/** The text for none, or several, is observed (floci-io/floci#2390). */
function configurationOf(asked: Asked, operationName: string): DomainNameConfiguration {
  if (asked.MutualTlsAuthentication) throw notEmulated(`MutualTlsAuthentication in ${operationName}`)
  if (asked.RoutingMode !== undefined && asked.RoutingMode !== 'API_MAPPING_ONLY') {
    throw notEmulated(`RoutingMode ${asked.RoutingMode} in ${operationName}`)
  }
  const [configuration, ...more] = asked.DomainNameConfigurations ?? []
  if (!configuration || more.length > 0) throw badRequest('Invalid input. Expected one domain name configuration')
  return configuration
}
