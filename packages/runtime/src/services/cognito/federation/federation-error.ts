/** A sign-in elsewhere has failed. The text goes to the app, as AWS sends it there. */
export class FederationError extends Error {
  constructor(description: string) {
    super(description)
    this.name = 'FederationError'
  }
}
