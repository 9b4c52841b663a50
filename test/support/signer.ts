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

/** What signs the SDK's own requests, for the service of APIs. */
export async function signerOf({ config }: APIGatewayClient, signingRegion = 'us-east-1') {
  const { signer: make } = config as unknown as { signer(): Promise<Signer> }
  const signer = await make()
  const scope = { signingService: 'execute-api', signingRegion }
  return {
    sign: (request: Signable) => signer.sign(request, scope),
    presign: (request: Signable, expiresIn: number) => signer.presign(request, { ...scope, expiresIn }),
  }
}
