import { uuid } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { Soon } from '../../kernel/soon.ts'
import type { WireRequest, WireResponse } from '../../kernel/wire.ts'
import type { IssuerDocumentSource, PublishedRealm } from '../ports.ts'
import { discoveryDocument } from './discovery-document.ts'
import { jwks } from './jwks.ts'

export type IssuerDocument = 'jwks.json' | 'openid-configuration'

/** `region` is what the host name says: a pool's documents are found in its own region only. */
export type IssuerDocuments = (
  request: WireRequest,
  poolId: string,
  document: IssuerDocument,
  region: string | undefined,
) => Soon<WireResponse>

const WRITERS: Readonly<Record<IssuerDocument, (realm: PublishedRealm) => string>> = {
  'jwks.json': jwks,
  'openid-configuration': discoveryDocument,
}

/**
 * What verifiers fetch from an issuer: `{issuer}/.well-known/…`. AWS's headers are not recorded, nor is its answer for an
 * unknown pool; browsers of any origin read these documents from AWS, so they may here.
 */
export function createIssuerDocuments(deps: { documents: IssuerDocumentSource; random: Random }): IssuerDocuments {
  return (request, poolId, document, region) => {
    const requestId = uuid(deps.random)
    const note = { plane: 'oauth', requestId, subject: `${poolId} ${request.method} ${document}` } as const
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { status: 405, headers: [['Allow', 'GET, HEAD']], body: '', note: { ...note, reason: 'GET only' } }
    }
    const answer = (realm: PublishedRealm | undefined): WireResponse => {
      const headers = [
        ['Content-Type', 'application/json'],
        ['x-amzn-RequestId', requestId],
        ['Access-Control-Allow-Origin', '*'],
      ] as const
      if (realm && (region === undefined || region === realm.region)) {
        const body = WRITERS[document](realm)
        return { status: 200, headers: [...headers, ['Cache-Control', 'public, max-age=86400']], body, note }
      }
      const message = `User pool ${poolId} does not exist.`
      const body = JSON.stringify({ __type: 'ResourceNotFoundException', message })
      return { status: 400, headers, body, note: { ...note, reason: message } }
    }
    const realm = deps.documents.findPublished(poolId)
    return realm instanceof Promise ? realm.then(answer) : answer(realm)
  }
}
