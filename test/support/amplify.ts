import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito'
import { Amplify } from '@aws-amplify/core'

/** What Amplify keeps on a device. */
function memory() {
  const kept = new Map<string, string>()
  return {
    setItem: async (key: string, value: string) => void kept.set(key, value),
    getItem: async (key: string) => kept.get(key) ?? null,
    removeItem: async (key: string) => void kept.delete(key),
    clear: async () => kept.clear(),
  }
}

interface PoolConfig {
  readonly userPoolId: string
  readonly userPoolClientId: string
  readonly userPoolEndpoint: string
}

/** Amplify as an app of a pool has it, on a new device. The package `aws-amplify` joins the parts in the same way. */
export function configureAmplify(Cognito: PoolConfig): void {
  const Auth = { Cognito }
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } })
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth)
  cognitoUserPoolsTokenProvider.setKeyValueStorage(memory())
}
