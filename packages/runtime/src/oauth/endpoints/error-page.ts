import { PAGE_HEADERS } from '../browser/page-headers.ts'
import type { Site } from '../ports.ts'
import type { Endpoint } from './endpoint.ts'

/** Enough for every error that leads here. */
const SHOWN = 200

/** Where a browser ends that no app can be told of (path, status and headline observed). */
export const errorPageEndpoint = (site: Site): Endpoint => ({
  path: '/error',
  methods: ['GET', 'HEAD'],
  crossOrigin: false,
  handle({ wire, reply }) {
    const query = new URLSearchParams(wire.query)
    const text = query.get('error') ?? missingIn(query) ?? ''
    return reply.html(400, site.message(text.slice(0, SHOWN), reply.basePath), PAGE_HEADERS, 'the error page')
  },
})

/**
 * Who comes from a sign-out that was to lead nowhere has its query (text observed: openid/AppAuth-Android#697,
 * streamlit/streamlit#14601; of `response_type` inferred).
 */
function missingIn(query: URLSearchParams): string | undefined {
  const name = ['client_id', 'redirect_uri', 'response_type'].find((each) => !query.get(each))
  return name && `Required String parameter '${name}' is not present`
}
