import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
  type ICognitoStorage,
} from 'amazon-cognito-identity-js'

/** What `amazon-cognito-identity-js` calls back with. */
export type Step =
  | { readonly is: 'signed in'; readonly session: CognitoUserSession; readonly mayRemember: boolean }
  | { readonly is: Question; readonly told: readonly unknown[] }

type Question =
  | 'newPasswordRequired'
  | 'mfaRequired'
  | 'totpRequired'
  | 'customChallenge'
  | 'mfaSetup'
  | 'selectMFAType'

/** What the client keeps in a browser. */
export function browserStorage(): ICognitoStorage & { readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    setItem: (key, value) => void kept.set(key, value),
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

export interface App {
  readonly origin: string
  readonly UserPoolId: string
  readonly ClientId: string
}

/** An app in one browser, whose every user object is new, as after a reload. */
export function appIn(Storage: ICognitoStorage, { origin, ...ids }: App) {
  const Pool = new CognitoUserPool({ ...ids, endpoint: origin, Storage })
  return { pool: Pool, user: (Username: string) => new CognitoUser({ Username, Pool, Storage }) }
}

/** Who sends the password as it is: to prove it takes the client a second each time. */
export function unproven(user: CognitoUser): CognitoUser {
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH')
  return user
}

export const details = (Username: string, Password?: string, ClientMetadata?: Record<string, string>) =>
  new AuthenticationDetails({ Username, Password, ClientMetadata })

/** One step of a sign-in. */
export function step(begin: (callbacks: Required<IAuthenticationCallback>) => void): Promise<Step> {
  return new Promise((resolve, reject) => {
    const asks =
      (is: Question) =>
      (...told: readonly unknown[]) =>
        resolve({ is, told })
    begin({
      onSuccess: (session, mayRemember = false) => resolve({ is: 'signed in', session, mayRemember }),
      onFailure: reject,
      newPasswordRequired: asks('newPasswordRequired'),
      mfaRequired: asks('mfaRequired'),
      totpRequired: asks('totpRequired'),
      customChallenge: asks('customChallenge'),
      mfaSetup: asks('mfaSetup'),
      selectMFAType: asks('selectMFAType'),
    })
  })
}

/** A step that must be the last one. */
export async function signedIn(step: Promise<Step>): Promise<CognitoUserSession> {
  const reached = await step
  if (reached.is !== 'signed in') throw new Error(`asked for more: ${JSON.stringify(reached)}`)
  return reached.session
}

/** A call with a callback as Node has them. */
export function answered<T>(
  call: (callback: (error: Error | null | undefined, result: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))))
}

/** A call with callbacks of the client's own kind. */
export function succeeded<T>(
  call: (callbacks: { onSuccess(result: T): void; onFailure(error: Error): void }) => void,
): Promise<T> {
  return new Promise((onSuccess, onFailure) => call({ onSuccess, onFailure }))
}
