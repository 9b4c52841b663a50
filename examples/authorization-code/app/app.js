// The authorization code flow with PKCE, as an app in a browser does it (RFC 6749, RFC 7636). Libraries such as
// oidc-client-ts do the same.

const { signInUrl, clientId, apiUrl } = await (await fetch('/config.json')).json()
const redirectUri = `${location.origin}/`
const scope = 'openid email notes/read'
const at = (id) => document.getElementById(id)

at('sign-in').addEventListener('click', signIn)
at('read').addEventListener('click', read)
at('sign-out').addEventListener('click', signOut)

const answer = new URLSearchParams(location.search)
if (answer.has('code')) await redeem(answer)
else if (answer.has('error')) at('answer').textContent = `The sign-in failed: ${answer.get('error')}`
show()

/** Sends the browser to the pool's page. What is random stays here: it has to fit what comes back. */
async function signIn() {
  const verifier = random()
  const state = random()
  sessionStorage.setItem('asked', JSON.stringify({ verifier, state }))
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))),
    code_challenge_method: 'S256',
  })
  location.assign(`${signInUrl}/oauth2/authorize?${query}`)
}

/** Turns the code that has come back into tokens. */
async function redeem(answer) {
  const { verifier, state } = JSON.parse(sessionStorage.getItem('asked') ?? '{}')
  sessionStorage.removeItem('asked')
  history.replaceState(null, '', '/')
  if (answer.get('state') !== state) return
  const response = await fetch(`${signInUrl}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code: answer.get('code'),
      code_verifier: verifier,
    }),
  })
  if (response.ok) sessionStorage.setItem('tokens', await response.text())
  else at('answer').textContent = `The code was refused: ${await response.text()}`
}

/** The access token is for the API, the ID token for this page. */
async function read() {
  const response = await fetch(`${apiUrl}notes`, { headers: { Authorization: `Bearer ${tokens().access_token}` } })
  at('answer').textContent = `${response.status} ${await response.text()}`
}

/** Here and at the pool, which would otherwise sign in again without a question. */
function signOut() {
  sessionStorage.removeItem('tokens')
  location.assign(`${signInUrl}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: redirectUri })}`)
}

function show() {
  const held = tokens()
  at('who').textContent = held ? `${claims(held.id_token).email} is signed in.` : 'Nobody is signed in.'
  at('sign-in').disabled = held !== undefined
  at('read').disabled = at('sign-out').disabled = held === undefined
}

function tokens() {
  const text = sessionStorage.getItem('tokens')
  return text === null ? undefined : JSON.parse(text)
}

function claims(token) {
  const bytes = Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (c) =>
    c.charCodeAt(0),
  )
  return JSON.parse(new TextDecoder().decode(bytes))
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)))
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
