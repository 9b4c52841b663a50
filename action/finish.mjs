// The action's last step, which runs when all others of the job have: tells which calls were refused, and stops Sallyport.
import { printGroup, stateOf } from './workflow.mjs'

const SHOWN = 20
const origin = stateOf('origin')

// A server that never began, or that a step has stopped, has nothing to tell.
if (origin !== '') {
  try {
    const lines = await refusals()
    if (lines.length > 0) printGroup('Calls that were refused, the last first', lines)
    await fetch(`${origin}/_sallyport/stop`, { method: 'POST' })
  } catch (error) {
    console.log(`Sallyport does not answer any more (${error.cause?.code ?? error.message}).`)
  }
}

async function refusals() {
  const { requests } = await admin('requests?limit=1000')
  const refused = requests.filter(({ status }) => status >= 400)
  const told = await Promise.all(refused.slice(0, SHOWN).map(({ requestId }) => tellOf(requestId)))
  return refused.length > SHOWN ? [...told, `… and ${refused.length - SHOWN} more`] : told
}

async function tellOf(requestId) {
  const { status, method, path, api, stage, steps, advice } = await admin(`requests/${encodeURIComponent(requestId)}`)
  const { step, decided } = steps.find(({ outcome }) => outcome === 'refused' || outcome === 'failed') ?? {}
  const lines = [`${status} ${method} ${path} (${[api, stage].filter(Boolean).join('/')})`]
  if (step) lines.push(`    ${step}: ${decided}`)
  if (advice) lines.push(`    To change: ${advice}`)
  return lines.join('\n')
}

/** @returns {Promise<any>} */
async function admin(path) {
  const response = await fetch(`${origin}/_sallyport/${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}
