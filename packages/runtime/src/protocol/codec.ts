import type { AwsError } from '../kernel/errors.ts'
import type { WireRequest, WireResponse } from '../kernel/wire.ts'
import type { OperationModel, ServiceModel } from './model.ts'
import type { QueryParameters } from './query-parameters.ts'

/** The six ways in which AWS services speak HTTP. */
export type WireForm = 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query' | 'restJson1' | 'restXml'

export function wireFormOf(model: ServiceModel): WireForm {
  switch (model.protocol) {
    case 'json':
      return model.jsonVersion === '1.0' ? 'awsJson1_0' : 'awsJson1_1'
    case 'query':
      return 'awsQuery'
    case 'ec2':
      return 'ec2Query'
    case 'rest-json':
      return 'restJson1'
    case 'rest-xml':
      return 'restXml'
  }
}

/** Whether the operation is the field `Action` of a form. */
export function isFormBased(form: WireForm): boolean {
  return form === 'awsQuery' || form === 'ec2Query'
}

/** One operation of a model. */
export interface OperationRef {
  readonly model: ServiceModel
  readonly name: string
  readonly operation: OperationModel
}

/** A request whose operation is known, with the parts that were taken from its address. */
export interface IncomingCall {
  readonly request: WireRequest
  /** Decoded path labels (REST forms). */
  readonly labels: Readonly<Record<string, string>>
  readonly query: QueryParameters
  /** Fields of the form (awsQuery, ec2Query), wherever the client put them. */
  readonly form?: QueryParameters
}

/** What an answer needs besides its content. */
export interface Answer {
  readonly requestId: string
  readonly request: WireRequest
}

/**
 * Reads and writes one wire form, driven by a service's model. Readers leave a value that does not fit its shape as it
 * is, so that the validator can refuse it in AWS's words; what cannot be read at all (malformed JSON, XML, forms) is
 * refused by the reader.
 */
export interface Codec {
  read(target: OperationRef, call: IncomingCall): Record<string, unknown>
  write(target: OperationRef, output: unknown, answer: Answer): WireResponse
  /** `model` is left out for services that are known by name only. */
  writeError(error: AwsError, answer: Answer, model?: ServiceModel): WireResponse
}
