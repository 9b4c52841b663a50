/** Tells which order of whom: the authorizer has found the caller's id in its token. */
export async function handler({ httpMethod, pathParameters, requestContext }) {
  const { client_id: partner } = requestContext.authorizer.claims
  const placed = httpMethod === 'POST'
  const order = { id: placed ? requestContext.requestId : pathParameters.id, partner }
  return { statusCode: placed ? 201 : 200, body: JSON.stringify(order) }
}
