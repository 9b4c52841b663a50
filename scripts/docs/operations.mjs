// docs/reference/operations.md: per service, the operations that are emulated and those that are refused by name.

import { systemClock } from '../../packages/runtime/build/kernel/clock.js'
import { systemRandom } from '../../packages/runtime/build/kernel/random.js'
import { clientAuthentications } from '../../packages/runtime/build/oauth/client-auth/index.js'
import { createEndpoints } from '../../packages/runtime/build/oauth/endpoints/index.js'
import { unbuiltEndpoints } from '../../packages/runtime/build/oauth/endpoints/unbuilt.js'
import { createGrants } from '../../packages/runtime/build/oauth/grants/index.js'
import { createClientTokens } from '../../packages/runtime/build/oauth/index.js'
import { site } from '../../packages/runtime/build/services/cognito/hosted/site.js'
import { code, codeList, GENERATED, page, sorted, table } from './markdown.mjs'

export function operationsPage({ services, models }) {
  const counted = services.map((service) => ({ service, ...operationsOf(service, models.of(service.name)) }))
  const total = (name) => counted.reduce((sum, entry) => sum + entry[name].length, 0)
  return page(
    '# Operations',
    GENERATED,
    'What AWS’s APIs offer and what of it is emulated. An operation that is not emulated is answered with status 400, ' +
      'the code `NotImplementedException` and its name (for most of S3, its method and path); nothing is silently ' +
      'accepted. The names come from the service ' +
      `models of botocore ${models.of(services[0].name).botocore}. A service that is not on this page is refused by name too.`,
    table(
      ['service', 'AWS calls it', 'emulated', 'refused by name'],
      [
        ...counted.map(({ service, model, emulated, refused }) => [
          `[${code(service.name)}](#${service.name})`,
          model.serviceId,
          emulated.length,
          refused.length,
        ]),
        ['all', '', total('emulated'), total('refused')],
      ],
    ),
    counted.flatMap(({ service, emulated, refused }) => [
      `## ${service.name}`,
      `**Emulated:** ${codeList(emulated)}.`,
      refused.length > 0 ? `**Refused by name:** ${refused.join(', ')}.` : 'No operation of this service is missing.',
    ]),
    tokenEndpoint(),
  )
}

/** { model, emulated, refused } */
export function operationsOf(service, model) {
  const known = new Set([...Object.keys(model.operations), ...model.unlisted])
  const emulated = sorted(service.operations.keys())
  return { model, emulated, refused: sorted([...known].filter((name) => !service.operations.has(name))) }
}

function tokenEndpoint() {
  const deps = { clock: systemClock, random: systemRandom, site }
  const endpoints = [...createEndpoints(deps).values()]
  const served = endpoints.filter((endpoint) => !unbuiltEndpoints.includes(endpoint))
  const unbuilt = endpoints.filter((endpoint) => unbuiltEndpoints.includes(endpoint)).map(({ path }) => path)
  return [
    '## The token endpoint and its neighbours',
    'A user pool’s domain serves them at `https://{prefix}.auth.{region}.amazoncognito.com`, and here also at ' +
      '`/_aws/cognito/{prefix}`. People sign in on its pages, or through the API, whose refresh tokens are good ' +
      'here, too.',
    table(
      ['', ''],
      [
        ['served', codeList(served.map(({ methods, path }) => `${methods.join('/')} ${path}`))],
        ['grants', codeList([...createGrants(createClientTokens(deps)).keys()])],
        ['client authentication', codeList(clientAuthentications.map(({ method }) => method))],
        ['refused by name', codeList(unbuilt)],
      ],
    ),
    'The keys and metadata of a pool are at `/{poolId}/.well-known/jwks.json` and ' +
      '`/{poolId}/.well-known/openid-configuration`, under `https://cognito-idp.{region}.amazonaws.com` and here.',
  ]
}
