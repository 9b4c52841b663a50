/** Lives as long as this execution environment does: a real backend would ask a database. */
const widgets = ['sprocket']

export async function handler({ httpMethod, body, requestContext }) {
  const client = requestContext.authorizer.claims.client_id
  console.log(`${httpMethod} by client ${client}`)
  if (httpMethod === 'POST') {
    const { name } = JSON.parse(body ?? '{}')
    if (typeof name !== 'string') return answer(400, { message: 'A widget needs a name.' })
    widgets.push(name)
    return answer(201, { name })
  }
  return answer(200, { widgets })
}

function answer(statusCode, value) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) }
}
