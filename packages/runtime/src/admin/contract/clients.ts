import type { ClientView } from './map.ts'
import type { InPlace } from './place.ts'

export interface ClientRef extends InPlace {
  readonly poolId: string
  readonly clientId: string
}

/** `POST clients/create`: a client of machines, with the flow `client_credentials` and a secret. */
export interface NewClient extends InPlace {
  readonly poolId: string
  readonly name: string
  /** Full names, `orders/read`. */
  readonly scopes: readonly string[]
  /** 300 to 86400; left out: AWS's default, an hour. */
  readonly accessTokenSeconds?: number
}

/** The secret is shown once; `clients/reveal` shows it again. */
export interface CreatedClient {
  readonly client: ClientView
  readonly secret: string
}

/** `POST clients/secrets`: which secrets a client has, without their values. */
export interface SecretList {
  readonly secrets: readonly SecretView[]
}

export interface SecretView {
  readonly id: string
  /** ISO 8601. */
  readonly createdAt: string
}

/** `POST clients/reveal`: the newest secret. `DescribeUserPoolClient` shows the first one only, until that is deleted. */
export interface RevealedSecret {
  readonly secret: string
}

/** `POST clients/add-secret`: a second one, so that a client changes over while both count. */
export interface AddedSecret {
  readonly id: string
  readonly secret: string
}

/** `POST clients/delete-secret`: ends a rotation. What has the old secret is refused from then on. */
export interface SecretRef extends ClientRef {
  readonly secretId: string
}
