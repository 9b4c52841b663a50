export {
  createIssuerDocuments,
  type IssuerDocument,
  type IssuerDocuments,
} from './discovery/issuer-documents.ts'
export { createOAuthPlane, type OAuthPlane } from './plane.ts'
export { createClientTokens } from './tokens/client-token.ts'
export { type ForeseenToken, foreseeToken } from './tokens/foreseen-token.ts'
