import { type Answering, bodyOf } from '../asked.ts'
import { readClientRef, readScopes } from '../clients/read-client.ts'
import { askToken } from './ask-token.ts'

export const issueToken: Answering<'POST tokens'> = (asked, source) => {
  const body = bodyOf(asked)
  const scopes = readScopes(body.scopes)
  return askToken({ ...readClientRef(body), ...(scopes && { scopes }) }, source)
}
