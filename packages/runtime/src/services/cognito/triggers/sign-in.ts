import type { UserRecord } from '../users/records.ts'
import { ask, type ClientMetadata, clientMetadata, eventAttributes, type TriggerScene } from './scene.ts'

/** Somebody who signs in; `user` is undefined for a name that nobody has, where the client hides that. */
export interface Person {
  /** As it was typed. */
  readonly name: string
  readonly user: UserRecord | undefined
}

export const nameOf = ({ name, user }: Person): string => user?.username ?? name

export const attributesOfPerson = ({ user }: Person): ClientMetadata => (user ? eventAttributes(user) : {})

/** Only where the client hides who exists (documented: developer guide, on each of these triggers). */
export function userNotFound({ client }: TriggerScene, { user }: Person): { readonly userNotFound?: boolean } {
  return client?.settings.PreventUserExistenceErrors === 'ENABLED' ? { userNotFound: user === undefined } : {}
}

/** `PreAuthentication`: before the password is looked at (recorded); its refusal is the call's. */
export async function preAuthentication(scene: TriggerScene, person: Person): Promise<void> {
  await ask(scene, 'PreAuthentication', {
    source: 'PreAuthentication_Authentication',
    userName: nameOf(person),
    request: {
      userAttributes: attributesOfPerson(person),
      validationData: scene.validationData ?? null,
      ...userNotFound(scene, person),
    },
    response: {},
  })
}

/** `PostAuthentication`: of a sign-in that has succeeded, and of no other (recorded). */
export async function postAuthentication(scene: TriggerScene, user: UserRecord, newDeviceUsed: boolean): Promise<void> {
  await ask(scene, 'PostAuthentication', {
    source: 'PostAuthentication_Authentication',
    userName: user.username,
    request: { userAttributes: eventAttributes(user), newDeviceUsed, ...clientMetadata(scene) },
    response: {},
  })
}
