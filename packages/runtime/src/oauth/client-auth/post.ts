import type { ClientAuthentication } from './client-authentication.ts'

/** `client_id` and `client_secret` in the body; public clients send the id alone. */
export const post: ClientAuthentication = {
  method: 'client_secret_post',
  read(_authorization, form) {
    const clientId = form.get('client_id')
    return clientId === undefined ? undefined : { clientId, secret: form.get('client_secret') }
  },
}
