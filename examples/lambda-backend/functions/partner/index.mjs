const { API_URL, TOKEN_ENDPOINT, CLIENT_ID, CLIENT_SECRET } = process.env

/** Asks for a token with one scope, adds a widget, and says what the API answered. */
export async function handler({ name = 'flange', scope = 'widgets/write' }) {
  const token = await fetchToken(scope)
  const response = await fetch(`${API_URL}widgets`, {
    method: 'POST',
    headers: { Authorization: token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  return { status: response.status, body: await response.json() }
}

async function fetchToken(scope) {
  const response = await fetch(TOKEN_ENDPOINT, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  })
  if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`)
  const { access_token } = await response.json()
  return access_token
}
