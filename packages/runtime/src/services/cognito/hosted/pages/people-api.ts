import type { CodeDeliveryDetailsType } from '../../../../generated/cognito-idp.ts'
import type { InputOf, OutputOf } from '../../../../kernel/operation.ts'
import { secretHashOf } from '../../auth/client-access.ts'
import type { Visit } from '../page.ts'
import type { Sent } from '../views/sent.ts'

type Service = 'cognito-idp'

/** What people do for themselves without having signed in. */
type OwnOperation = 'SignUp' | 'ConfirmSignUp' | 'ResendConfirmationCode' | 'ForgotPassword' | 'ConfirmForgotPassword'

/**
 * Calls an operation as the app could, which has one set of rules for both: checks against the model, limits, functions
 * of the pool. A client's secret is proven in its place.
 */
export function callFor<O extends OwnOperation>(
  { call, client, deps }: Pick<Visit, 'call' | 'client' | 'deps'>,
  operation: O,
  input: Omit<InputOf<Service, O>, 'ClientId' | 'SecretHash'> & { readonly Username: string },
): Promise<OutputOf<Service, O>> {
  const SecretHash = secretHashOf(client, deps.vault, input.Username)
  const whole = { ...input, ClientId: client.id, ...(SecretHash !== undefined && { SecretHash }) }
  return call<Service, O>('cognito-idp', operation, whole as InputOf<Service, O>)
}

/** Where an operation says that it has sent something. */
export function sentBy({
  CodeDeliveryDetails: sent,
}: {
  readonly CodeDeliveryDetails?: CodeDeliveryDetailsType
}): Sent {
  return { medium: sent?.DeliveryMedium, destination: sent?.Destination }
}
