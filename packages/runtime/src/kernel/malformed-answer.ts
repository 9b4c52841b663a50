/** What a function has answered to a request has a shape that means nothing. */
export class MalformedAnswer extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(`the function's answer is malformed: ${reason}`)
    this.name = 'MalformedAnswer'
    this.reason = reason
  }
}

export const malformed = (reason: string): MalformedAnswer => new MalformedAnswer(reason)
