declare const seal: unique symbol

/**
 * A text that only its vault can open. A string when it runs, and JSON like one, but none to the compiler: what is
 * sealed cannot be shown by mistake, nor sealed twice.
 */
export interface Sealed {
  readonly [seal]: never
}

/** Keeps secrets out of the database: what is sealed can be read only with a key that lives beside it, not in it. */
export interface Vault {
  seal(secret: string): Sealed
  /** Throws if the text was not sealed by this vault or was changed since. */
  open(sealed: Sealed): string
  /** The same 32 bytes for the same text and purpose, and for nobody without the vault's key. */
  digest(purpose: string, text: string): Buffer
}

/** What is sealed as it is kept: for whoever is to see that there is something, and not what. */
export function cipherText(sealed: Sealed): string {
  return sealed as unknown as string
}
