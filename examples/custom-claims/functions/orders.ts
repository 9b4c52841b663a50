interface OrdersEvent {
  readonly requestContext: { readonly authorizer: { readonly claims: { readonly tenant: string } } }
}

const ORDERS: Readonly<Record<string, readonly string[]>> = {
  'blue-bikes': ['two saddles', 'a bell'],
  'green-groceries': ['forty leeks'],
}

/** The orders of the caller's tenant, as its token names it: nothing that the caller sends can change that. */
export async function handler({ requestContext }: OrdersEvent) {
  const { tenant } = requestContext.authorizer.claims
  return { statusCode: 200, body: JSON.stringify({ tenant, orders: ORDERS[tenant] ?? [] }) }
}
