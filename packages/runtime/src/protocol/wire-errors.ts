import { AwsError } from '../kernel/errors.ts'
import { own } from '../kernel/own.ts'
import type { WireForm } from './codec.ts'
import type { ServiceModel, Shape } from './model.ts'

/** What a service would not read. Coral services answer malformed JSON and wrong JSON types alike. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message)
}

export function malformedQueryString(): AwsError {
  return new AwsError('MalformedQueryString', 'The query string contains a syntax error.', { status: 404 })
}

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}

export function documentTooLarge(): AwsError {
  return new AwsError('MaxMessageLengthExceeded', 'Your request was too big.')
}

export function invalidUri(form: WireForm): AwsError {
  return form === 'restXml'
    ? new AwsError('InvalidURI', "Couldn't parse the specified URI.")
    : new AwsError('BadRequestException', 'The request URI is not valid percent-encoded UTF-8.')
}

/** Documented among the errors common to all services, and among S3's own; `what` is recorded on Lambda. */
export function requestTooLarge(
  form: WireForm,
  what?: { readonly maxBytes: number; readonly operation: string },
): AwsError {
  if (form === 'restXml') {
    return new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.')
  }
  const text = what
    ? `Request must be smaller than ${what.maxBytes} bytes for the ${what.operation} operation`
    : 'The request is too large.'
  return new AwsError('RequestEntityTooLargeException', text, { status: 413 })
}

/** Unsigned, where a signature is needed. S3 knows anonymous callers and refuses them access instead. */
export function missingAuthentication(form: WireForm): AwsError {
  switch (form) {
    case 'awsQuery':
      return new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', { status: 403 })
    case 'ec2Query':
      return notValidated()
    case 'restXml':
      return new AwsError('AccessDenied', 'Access Denied', { status: 403 })
    case 'restJson1':
      return new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 })
    default:
      return new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
}

/** A signature that lacks parts or cannot be read. */
export function incompleteSignature(form: WireForm, message: string): AwsError {
  if (form === 'restXml') return new AwsError('AuthorizationHeaderMalformed', message)
  if (form === 'ec2Query') return notValidated()
  return new AwsError(form === 'awsQuery' ? 'IncompleteSignature' : 'IncompleteSignatureException', message, {
    status: form === 'restJson1' ? 403 : 400,
  })
}

/** Documented among EC2's error codes, for credentials of every kind; that the status is 401 is inferred. */
function notValidated(): AwsError {
  return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', { status: 401 })
}

export function invalidRegion(form: WireForm, region: string): AwsError {
  const shown = region.slice(0, 64)
  switch (form) {
    case 'restXml':
      return new AwsError(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; the region '${shown}' is wrong; expecting 'us-east-1'`,
      )
    case 'awsQuery':
      return new AwsError('SignatureDoesNotMatch', `Credential should be scoped to a valid region, not '${shown}'. `, {
        status: 403,
      })
    case 'ec2Query':
      return notValidated()
    default:
      return new AwsError(
        'InvalidSignatureException',
        `Credential should be scoped to a valid region, not '${shown}'. `,
        { status: form === 'restJson1' ? 403 : 400 },
      )
  }
}

/** An operation that AWS does not have either, in the words of each wire form. */
export function unknownOperation(form: WireForm, asked: string, version?: string): AwsError {
  switch (form) {
    case 'awsQuery':
      return new AwsError('InvalidAction', `Could not find operation ${asked} for version ${version}`)
    case 'ec2Query':
      // Documented among EC2's error codes: "The action or operation requested is not valid."
      return new AwsError('InvalidAction', `The action ${asked} is not valid for this web service.`)
    case 'restJson1':
      return new AwsError('AccessDeniedException', 'Unable to determine service/operation name to be authorized', {
        status: 403,
      })
    case 'restXml':
      return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
        status: 405,
      })
    default:
      return new AwsError('UnknownOperationException', `The operation ${asked} is not known.`)
  }
}

export function internalFailure(form: WireForm, cause: unknown): AwsError {
  const text = 'An internal error occurred; the server log has the details under this request id.'
  return new AwsError(form === 'restXml' ? 'InternalError' : 'InternalFailure', text, { status: 500, cause })
}

/** How an error goes over the wire: its code and status there, and the modelled shape if it has one. */
export interface WireError {
  readonly code: string
  readonly status: number
  readonly shape: Shape | undefined
}

/**
 * Operations may throw a modelled error under the name of its shape or under its wire code (`ChangeSetNotFoundException`
 * travels as `ChangeSetNotFound`), and leave the status to the model.
 */
export function wireErrorOf(error: AwsError, model: ServiceModel | undefined): WireError {
  const shape = model && errorShape(model, error.code)
  const status = error.status === 400 ? (shape?.error?.httpStatusCode ?? 400) : error.status
  return { code: shape?.error?.code ?? error.code, status, shape }
}

function errorShape(model: ServiceModel, code: string): Shape | undefined {
  const named = own(model.shapes, code)
  if (named?.exception) return named
  return Object.values(model.shapes).find((shape) => shape.exception && shape.error?.code === code)
}
