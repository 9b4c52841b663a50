import type { InPlace } from './place.ts'

/** Of which pool's users `GET pools/{poolId}/users` tells; without account and region: of the first pool of that id. */
export interface UserQuery extends Partial<InPlace> {
  /** 1 to 60; default 50. */
  readonly limit?: string
  /** The `next` of the page before. */
  readonly after?: string
  /** What the username begins with; with an `@` in it the email address, with a `+` before it the phone number. */
  readonly text?: string
}

/** `GET pools/{poolId}/users` */
export interface UserList {
  readonly users: readonly UserView[]
  /** How many the pool has, whatever was asked for. */
  readonly count: number
  /** What to ask for `after` to see more of them; undefined: there are none. */
  readonly next?: string
}

export interface UserView {
  readonly username: string
  readonly sub: string
  /** `CONFIRMED`, `UNCONFIRMED`, `FORCE_CHANGE_PASSWORD`, `RESET_REQUIRED` and others. */
  readonly status: string
  readonly isEnabled: boolean
  readonly email?: string
  readonly phoneNumber?: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly modifiedAt: string
}

/** `GET pools/{poolId}/users/{username}`: by the username or an alias. What proves who somebody is is not in it. */
export interface UserDetail extends UserView {
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
  /** Sixty at most. */
  readonly groups: readonly GroupView[]
  /** The second factors that are set up: `SMS_MFA`, `SOFTWARE_TOKEN_MFA`, `EMAIL_OTP`. */
  readonly secondFactors: readonly string[]
}

export interface GroupView {
  readonly name: string
  readonly description?: string
  readonly precedence?: number
  readonly roleArn?: string
}
