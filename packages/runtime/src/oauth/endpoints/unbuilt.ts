import type { Endpoint } from './endpoint.ts'

/** Paths that AWS serves and that need users, who are not emulated. They say so instead of pretending not to exist. */
const PATHS = [
  '/oauth2/authorize',
  '/oauth2/idpresponse',
  '/oauth2/register',
  '/saml2/idpresponse',
  '/saml2/logout',
  '/login',
  '/logout',
  '/signup',
  '/confirmUser',
  '/confirm',
  '/forgotPassword',
  '/error',
]

export const unbuiltEndpoints: readonly Endpoint[] = PATHS.map((path) => ({
  path,
  methods: ['GET', 'POST'],
  crossOrigin: false,
  handle: ({ reply }) =>
    reply.text(
      400,
      `${path} is not emulated by Sallyport: it serves machine-to-machine tokens (POST /oauth2/token), not sign-in.\n`,
      `${path} is not emulated`,
    ),
}))
