import type { WireResponse } from '../../kernel/wire.ts'
import type { Answer, Codec } from '../codec.ts'
import { fieldTree, QUERY_FIELDS, readFields } from '../form-fields.ts'
import { headerText } from '../header-text.ts'
import type { Member, ServiceModel } from '../model.ts'
import { NO_PARAMETERS } from '../query-parameters.ts'
import { wireErrorOf } from '../wire-errors.ts'
import { membersToXml, valueToXml } from '../xml-values.ts'
import { element, writeXml, type XmlElement } from '../xml-writer.ts'

/** A form in, XML out; the operation is the field `Action`. */
export const awsQuery: Codec = {
  read({ model, operation }, { form }) {
    if (!operation.input) return {}
    return readFields(model, operation.input, fieldTree(form ?? NO_PARAMETERS), QUERY_FIELDS) as Record<string, unknown>
  },
  write({ model, name, operation }, output, answer) {
    const { output: reference } = operation
    const members = reference ? membersToXml(model, reference.shape, output ?? {}) : []
    const result = reference?.resultWrapper ? [element(reference.resultWrapper, members)] : members
    const metadata = element('ResponseMetadata', [element('RequestId', answer.requestId)])
    return respond(200, element(`${name}Response`, [...result, metadata], namespace(model)), answer)
  },
  writeError(error, answer, model) {
    const { code, status, shape } = wireErrorOf(error, model)
    const more = Object.entries(error.members).flatMap(([name, value]) => {
      const member: Member | undefined = shape?.members?.[name]
      return model && member && value !== undefined ? valueToXml(model, member.locationName ?? name, member, value) : []
    })
    const content = [
      element('Type', status < 500 ? 'Sender' : 'Receiver'),
      element('Code', code),
      element('Message', error.message),
      ...more,
    ]
    return respond(
      status,
      element('ErrorResponse', [element('Error', content), element('RequestId', answer.requestId)], namespace(model)),
      answer,
    )
  },
}

function namespace(model: ServiceModel | undefined): [string, string][] {
  return model?.xmlNamespace ? [['xmlns', model.xmlNamespace]] : []
}

function respond(status: number, root: XmlElement, { requestId }: Answer): WireResponse {
  return {
    status,
    headers: [
      ['x-amzn-RequestId', headerText(requestId)],
      ['Content-Type', 'text/xml'],
    ],
    body: writeXml(root),
  }
}
