import { cognitoCredentialsProvider, cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito'
import { Amplify, type ResourcesConfig } from '@aws-amplify/core'

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

/** Amplify as an app of a pool has it, on a new device. The package `aws-amplify` joins the parts in the same way. */
export function configureAmplify(Auth: NonNullable<ResourcesConfig['Auth']>): void {
  const credentialsProvider = cognitoCredentialsProvider
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider, credentialsProvider } })
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth)
  cognitoUserPoolsTokenProvider.setKeyValueStorage(memory())
}
