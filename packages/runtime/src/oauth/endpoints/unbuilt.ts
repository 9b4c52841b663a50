import type { Endpoint } from './endpoint.ts'

/** Paths of pages that AWS serves and that are not emulated. They say so instead of pretending not to exist. */
const PATHS = ['/oauth2/register', '/saml2/idpresponse', '/saml2/logout']

export const unbuiltEndpoints: readonly Endpoint[] = PATHS.map((path) => ({
  path,
  methods: ['GET', 'POST'],
  crossOrigin: false,
  handle: ({ reply }) =>
    reply.text(400, `${path} is not emulated by Sallyport: use the API.\n`, `${path} is not emulated`),
}))
