// People: what a page of them costs among many, what a sign-in costs beside its arithmetic, and how long others wait while
// a pool of many is deleted.
import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import {
  claimSignature,
  keyOf,
  offerFor,
  verifierOf,
} from '../packages/runtime/build/services/cognito/passwords/srp.js'
import { G, power } from '../packages/runtime/build/services/cognito/passwords/srp-group.js'
import { mainThreadSeconds } from './processes.mjs'
import { median, percent, report } from './report.mjs'

const FEW = 100
const PAGES = 100
const ROUNDS = 5
const SIGN_INS = 60
const AT_ONCE = 64
const random = { bytes: (size) => randomBytes(size) }

export async function people(server, many) {
  const call = callerOf(server)
  const small = await poolOf(call, FEW)
  const big = await poolOf(call, many)
  const count = many.toLocaleString('en')

  const page = (UserPoolId) => spent(server, PAGES, () => call('ListUsers', { UserPoolId, Limit: 60 }))
  const pages = { few: [], many: [] }
  for (let round = 0; round < ROUNDS; round++) {
    pages.few.push(await page(small.UserPoolId))
    pages.many.push(await page(big.UserPoolId))
  }
  const [few, most] = [median(pages.few), median(pages.many)]
  report(
    `a page of ${count} people, of one of ${FEW}`,
    `x ${(most / few).toFixed(2)}`,
    '<= x 1.20',
    most / few <= 1.2,
    `${most.toFixed(2)} ms against ${few.toFixed(2)} ms of the server, 60 users a page; medians of ${ROUNDS}`,
  )

  // The proof is wrong, and was computed in no time: the server computes as much as for a right one.
  const guess = () => call.wrongProof(big)
  await guess()
  const signIn = await spent(server, SIGN_INS, guess)
  const alone = arithmetic()
  report(
    'of the loop’s time for a sign-in by SRP, its arithmetic',
    percent(alone / signIn),
    '>= 70 %',
    alone / signIn >= 0.7,
    `${(1000 / signIn).toFixed(0)}/s against ${(1000 / alone).toFixed(0)}/s of the arithmetic alone, on one core`,
  )

  const quiet = await longestWait(server, () => {})
  const longest = await longestWait(server, () => call('DeleteUserPool', { UserPoolId: big.UserPoolId }))
  report(
    `how much longer a call waits while ${count} people are deleted`,
    `${(longest - quiet).toFixed(0)} ms`,
    '<= 50 ms',
    longest - quiet <= 50,
    `${longest.toFixed(0)} ms against ${quiet.toFixed(0)} ms, the longest of ten seconds of calls one after another`,
  )
}

function callerOf({ origin }) {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0'
  const send = async (operation, input) => {
    const target = `AWSCognitoIdentityProviderService.${operation}`
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, authorization }
    const response = await fetch(origin, { method: 'POST', headers, body: JSON.stringify(input) })
    return { status: response.status, text: await response.text() }
  }
  const call = async (operation, input) => {
    const { status, text } = await send(operation, input)
    if (status !== 200) throw new Error(`${operation}: ${text}`)
    return text === '' ? {} : JSON.parse(text)
  }
  const publicA = power(G, BigInt(`0x${randomBytes(128).toString('hex')}`)).toString(16)
  return Object.assign(call, {
    async wrongProof({ ClientId }) {
      const AuthParameters = { USERNAME: 'nobody', SRP_A: publicA }
      const begun = await call('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })
      const ChallengeResponses = {
        USERNAME: 'nobody',
        PASSWORD_CLAIM_SECRET_BLOCK: begun.ChallengeParameters.SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
        TIMESTAMP: timestamp(new Date()),
      }
      const answer = { ClientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses }
      const { status, text } = await send('RespondToAuthChallenge', answer)
      if (status !== 400 || !text.includes('NotAuthorizedException')) throw new Error(text)
    },
  })
}

/** `Sat Nov 28 03:05:09 UTC 2026`: the day has no leading zero. */
function timestamp(now) {
  const [weekday, day, month, year, time] = now.toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`
}

/** A pool of so many people, who sign in with codes: passwords would take most of an hour. */
async function poolOf(call, count) {
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } }
  const { UserPool } = await call('CreateUserPool', { PoolName: `people-${count}`, Policies })
  const UserPoolId = UserPool.Id
  const { UserPoolClient } = await call('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED',
  })
  const { ClientId } = UserPoolClient
  let made = 0
  const worker = async () => {
    while (made < count) {
      const Username = `user-${made++}`
      const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }]
      await call('SignUp', { ClientId, Username, UserAttributes })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { UserPoolId, ClientId }
}

/** Milliseconds of processor time that the server's loop spends on one. */
async function spent({ pid }, howOften, work) {
  const before = mainThreadSeconds(pid)
  for (let i = 0; i < howOften; i++) await work()
  return ((mainThreadSeconds(pid) - before) / howOften) * 1000
}

/** Milliseconds of processor time of what a server computes for one sign-in. */
function arithmetic() {
  const verifier = verifierOf('poolann', 'password', random)
  const publicA = power(G, BigInt(`0x${randomBytes(128).toString('hex')}`)).toString(16)
  const once = () => {
    const offer = offerFor(verifier, random)
    claimSignature(keyOf(publicA, offer, verifier), 'poolann', Buffer.alloc(64), '')
  }
  for (let i = 0; i < SIGN_INS; i++) once()
  const before = process.cpuUsage()
  for (let i = 0; i < SIGN_INS; i++) once()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / SIGN_INS / 1000
}

const WATCHED_MS = 10_000

async function longestWait({ origin }, begin) {
  let longest = 0
  const until = performance.now() + WATCHED_MS
  await begin()
  while (performance.now() < until) {
    const started = performance.now()
    await (await fetch(`${origin}/_sallyport/health`)).text()
    longest = Math.max(longest, performance.now() - started)
  }
  return longest
}
