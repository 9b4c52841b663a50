import type { APIGatewayClient } from '@aws-sdk/client-api-gateway'

export interface Signable {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port: number
  readonly path: string
  readonly query: Record<string, string | string[]>
  readonly headers: Record<string, string>
  readonly body?: string
}

interface Scope {
  readonly signingService: string
  readonly signingRegion: string
}

/** As the SDK sees its own signer. */
interface Signer {
  sign(request: Signable, scope: Scope): Promise<Signable>
  presign(request: Signable, options: Scope & { readonly expiresIn: number }): Promise<Signable>
}

/** What signs the SDK's own requests, for the service of APIs or another one. */
export async function signerOf(
  { config }: APIGatewayClient,
  signingRegion = 'us-east-1',
  signingService = 'execute-api',
) {
  const { signer: make } = config as unknown as { signer(): Promise<Signer> }
  const signer = await make()
  const scope = { signingService, signingRegion }
  return {
    sign: (request: Signable) => signer.sign(request, scope),
    presign: (request: Signable, expiresIn: number) => signer.presign(request, { ...scope, expiresIn }),
  }
}

export interface SignedCall {
  readonly as: APIGatewayClient
  readonly method?: string
  readonly url: string
  /** As signatures name it. */
  readonly service?: string
}

/** Calls an API with what a client's credentials have signed: status, body, type of error, request id. */
export async function sendSigned({ as, method = 'GET', url, service }: SignedCall) {
  const { host, hostname, pathname: path, port, protocol } = new URL(url)
  const signer = await signerOf(as, undefined, service)
  const request = { method, protocol, hostname, port: Number(port), path, query: {}, headers: { host } }
  const { host: _, ...headers } = (await signer.sign(request)).headers
  const response = await fetch(url, { method, headers })
  const header = (name: string) => response.headers.get(name)
  const requestId = header('x-amzn-requestid') ?? header('apigw-requestid')
  return [response.status, await response.text(), header('x-amzn-errortype'), requestId] as const
}
