import type { WireResponse } from '../../kernel/wire.ts'
import type { Answer, Codec } from '../codec.ts'
import { EC2_FIELDS, fieldTree, readFields } from '../form-fields.ts'
import { headerText } from '../header-text.ts'
import { NO_PARAMETERS } from '../query-parameters.ts'
import { wireErrorOf } from '../wire-errors.ts'
import { membersToXml } from '../xml-values.ts'
import { element, writeXml, type XmlElement } from '../xml-writer.ts'

/** EC2's own query protocol: as awsQuery, with flat lists, capital letters in fields, and answers without a wrapper. */
export const ec2Query: Codec = {
  read({ model, operation }, { form }) {
    if (!operation.input) return {}
    return readFields(model, operation.input, fieldTree(form ?? NO_PARAMETERS), EC2_FIELDS) as Record<string, unknown>
  },
  write({ model, name, operation }, output, answer) {
    const members = operation.output ? membersToXml(model, operation.output.shape, output ?? {}) : []
    const namespace = model.xmlNamespace ? `${model.xmlNamespace}/` : ''
    const content = [element('requestId', answer.requestId), ...members]
    return respond(200, element(`${name}Response`, content, [['xmlns', namespace]]), answer)
  },
  writeError(error, answer, model) {
    const { code, status } = wireErrorOf(error, model)
    const problem = element('Error', [element('Code', code), element('Message', error.message)])
    const content = [element('Errors', [problem]), element('RequestID', answer.requestId)]
    return respond(status, element('Response', content), answer)
  },
}

function respond(status: number, root: XmlElement, { requestId }: Answer): WireResponse {
  return {
    status,
    headers: [
      ['x-amzn-RequestId', headerText(requestId)],
      ['Content-Type', 'text/xml;charset=UTF-8'],
    ],
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(root)}`,
  }
}
