/** Why a document cannot be used: it is none, or it is made to do harm. Without a message where it is neither JSON nor YAML. */
export class DocumentFault extends Error {
  override readonly name = 'DocumentFault'
}
