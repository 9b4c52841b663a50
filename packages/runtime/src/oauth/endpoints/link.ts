import { cookiesOf } from '../browser/cookies.ts'
import { PAGE_HEADERS } from '../browser/page-headers.ts'
import { refuseBrowser, SignInRefusal } from '../browser/sign-in-refusal.ts'
import type { Site } from '../ports.ts'
import type { Endpoint } from './endpoint.ts'

/** Where a link of a message leads. It does something: to ask for its head only would do it as well, and is not allowed. */
export function linkEndpoint(path: string, site: Site): Endpoint {
  return {
    path,
    methods: ['GET'],
    crossOrigin: false,
    async handle({ realm, wire, reply }) {
      const query = new URLSearchParams(wire.query)
      const clientId = query.get('client_id') ?? ''
      const client = await realm.findClient(clientId)
      if (!client) {
        throw new SignInRefusal('invalid_request', 'no such client', { kind: 'error-page', clientId })
      }
      reply.client = client
      const { basePath, asked } = reply
      const { domain } = asked
      const link = { path, query, cookies: cookiesOf(wire), domain, basePath, origin: wire.origin, client }
      const { status, html } = await realm.pages.follow(link)
      return reply.html(status, html, PAGE_HEADERS)
    },
    refuse: refuseBrowser(site),
  }
}
