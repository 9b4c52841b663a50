import type { Soon } from '../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import { withLowerHeaders } from './altered-request.ts'
import type { ApiDirectory, LiveApi } from './api-directory.ts'
import { Call, type GatewayAddress } from './call.ts'
import { type DomainDirectory, findMapping } from './domain-directory.ts'
import { healthAnswer, isHealthCheck } from './health-check.ts'
import type { CustomDomain } from './ports.ts'
import { forbidden } from './rest/live-api.ts'
import type { Runtime } from './runtime.ts'

/** How a request comes to the API that it is for. */
export interface GatewayEntry {
  /**
   * `stageAndPath` is the raw path, e.g. `/prod/pets/1`, without the query. Answers at once when the stage is known
   * and the token has been seen before.
   */
  handle(request: WireRequest, apiId: string, stageAndPath: string, address: GatewayAddress): Soon<WireResponse>
  /** A call under a custom domain name: its mappings say which API and stage it is for. `path` is the raw path. */
  handleDomain(request: WireRequest, host: string, path: string): Soon<WireResponse>
}

interface Directories {
  readonly apis: ApiDirectory
  readonly domains: DomainDirectory | undefined
}

/** `answer` is what the API is asked for once it is found. */
export function createEntry(answer: keyof LiveApi, { apis, domains }: Directories, runtime: Runtime): GatewayEntry {
  const { random } = runtime

  const handle: GatewayEntry['handle'] = (request, apiId, stageAndPath, address) => {
    const known = apis.current(apiId)
    return known ? reached(known, request, stageAndPath, address) : answerUnknown(request, apiId, stageAndPath, address)
  }

  return {
    handle,
    handleDomain(request, host, path) {
      const known = domains?.current(host)
      if (known) return answerMapped(request, host, path, known)
      return (domains?.load(host) ?? Promise.resolve(undefined)).then((found) =>
        answerMapped(request, host, path, found),
      )
    },
  }

  /** That a path without a mapping is 403 is inferred. */
  function answerMapped(request: WireRequest, host: string, path: string, domain: CustomDomain | undefined) {
    const domainPrefix = host.slice(0, host.indexOf('.'))
    if (domain && isHealthCheck(path)) return healthy(request, { domainName: host, domainPrefix })
    const found = domain && findMapping(domain, path)
    if (found) {
      const { apiId, stageAndPath, mapping } = found
      const asked = mapping.lowersHeaders ? withLowerHeaders(request) : request
      return handle(asked, apiId, stageAndPath, { domainName: host, domainPrefix, mapping })
    }
    const reason = domain ? `no mapping of ${host} fits ${path}` : `there is no domain name ${host}`
    return forbidden(new Call(request, '-', path, { domainName: host, domainPrefix }, random), reason, runtime)
  }

  function reached(api: LiveApi, request: WireRequest, stageAndPath: string, address: GatewayAddress) {
    if (isHealthCheck(stageAndPath) && address.mapping === undefined) return healthy(request, address)
    return api[answer](request, stageAndPath, address)
  }

  function healthy(request: WireRequest, address: GatewayAddress) {
    return healthAnswer(new Call(request, '-', request.path, address, random))
  }

  async function answerUnknown(...[request, apiId, stageAndPath, address]: Parameters<GatewayEntry['handle']>) {
    const found = await apis.load(apiId)
    if (found) return reached(found, request, stageAndPath, address)
    // AWS's name server does not know the host of an unknown API; here it is told apart in the log only.
    return forbidden(new Call(request, apiId, stageAndPath, address, random), `there is no API ${apiId}`, runtime)
  }
}
