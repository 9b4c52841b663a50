/** Keeps secrets out of the database: what is sealed can be read only with a key that lives beside it, not in it. */
export interface Vault {
  seal(secret: string): string
  /** Throws if the text was not sealed by this vault or was changed since. */
  open(sealed: string): string
}
