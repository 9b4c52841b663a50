import { noProxyWithLoopback } from '../runtime/no-proxy.ts'

/** Variables to set, and variables that would stand in their way. */
export interface Environment {
  readonly set: Readonly<Record<string, string>>
  readonly unset: readonly string[]
}

/** What credentials and regions every AWS tool needs; any secret will do. */
export function credentialVariables(region: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  }
}

/** A profile or a session token of a real account would win over the keys above. */
export const CREDENTIALS_IN_THE_WAY = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN']

/** For the shell with the variables `env`. A proxy that it may have is not asked for this machine. */
export function endpointEnvironment(origin: string, region: string, env: NodeJS.ProcessEnv): Environment {
  const noProxy = noProxyWithLoopback(env)
  return {
    set: { AWS_ENDPOINT_URL: origin, NO_PROXY: noProxy, no_proxy: noProxy, ...credentialVariables(region) },
    unset: CREDENTIALS_IN_THE_WAY,
  }
}
