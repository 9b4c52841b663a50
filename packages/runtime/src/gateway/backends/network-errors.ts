import { BackendError } from './http-backend.ts'

const NO_SUCH_NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'])
const CERTIFICATE = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECRYPT)|ERR_TLS_CERT_)/

/** What went wrong, in the words of {@link BackendError}, by the code that Node or OpenSSL gave it. */
export function toBackendError(error: Error): BackendError {
  if (error instanceof BackendError) return error
  const code = codeOf(error)
  if (NO_SUCH_NAME.has(code)) return new BackendError('address', 'the host name is not known', error)
  if (CERTIFICATE.test(code)) return new BackendError('certificate', `the certificate is refused (${code})`, error)
  return new BackendError('network', code || error.message, error)
}

/** Where several addresses were tried, the first one's. */
function codeOf(error: Error): string {
  const { code, errors } = error as { code?: unknown; errors?: readonly Error[] }
  if (typeof code === 'string') return code
  return errors?.[0] ? codeOf(errors[0]) : ''
}
