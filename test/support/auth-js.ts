/** Of Auth.js what is used here: its own types bring those of browsers along, for all tests. */
export interface AuthJs {
  Auth(request: Request, config: object): Promise<Response>
  readonly customFetch: symbol
}

export type Provider = (options: Readonly<Record<string | symbol, unknown>>) => object

const PACKAGE: string = '@auth/core'

export async function loadAuthJs(): Promise<AuthJs & { readonly Cognito: Provider }> {
  const [core, cognito] = await Promise.all([import(PACKAGE), import(`${PACKAGE}/providers/cognito`)])
  return { ...(core as AuthJs), Cognito: (cognito as { default: Provider }).default }
}
