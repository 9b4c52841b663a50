/** Lives as long as this execution environment does: a real backend would ask a database. */
const notes = ['milk']

const routes = {
  'GET /': () => ({ notes: notes.length }),
  'GET /notes': () => notes,
  'GET /notes/{id}': ({ pathParameters: { id } }) => notes[id] ?? { statusCode: 404, body: 'There is no such note.' },
  'POST /notes': ({ body, requestContext: { authorizer } }) => {
    notes.push(body)
    return { statusCode: 201, body: `Noted by ${authorizer.jwt.claims.client_id}.` }
  },
}

/** What is no response of its own becomes the body of one. */
export const handler = async (event) => routes[event.routeKey](event)
