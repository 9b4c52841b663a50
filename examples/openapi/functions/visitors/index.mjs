/** API Gateway has held the body against the document's schema before it calls: it is a visitor. */
export async function handler({ body, requestContext }) {
  const { name } = JSON.parse(body)
  return {
    statusCode: 201,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ signed: name, by: requestContext.authorizer.claims.client_id }),
  }
}
