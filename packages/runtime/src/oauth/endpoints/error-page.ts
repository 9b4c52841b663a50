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
    const error = new URLSearchParams(wire.query).get('error') ?? ''
    return reply.html(400, site.message(error.slice(0, SHOWN), reply.basePath), PAGE_HEADERS, 'the error page')
  },
})
