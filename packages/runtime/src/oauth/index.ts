export {
  createIssuerDocuments,
  type IssuerDocument,
  type IssuerDocuments,
} from './discovery/issuer-documents.ts'
export { createKeyPairSource, type KeyPairSource } from './keys/key-pair-source.ts'
export { createStoredKeyShelf } from './keys/stored-key-shelf.ts'
export { createOAuthPlane, type OAuthPlane } from './plane.ts'
export { createClientTokens } from './tokens/client-token.ts'
