// Callers of what is hard on the server, in a process that yields to every other one: what they cost the server is
// measured, not what they take from the machine.
//
//   node callers.mjs '{"origin":"http://127.0.0.1:4566","expected":{"/path":"504 {}"},"callers":2,"everyMs":100,"ms":6000}'
//
// With a `bodyFile` they send its content. Each caller makes a call as soon as the last one is answered, but not before its time. Prints
// {"answered":{"/path":12},"wrong":{"/path":"200 …"}}.
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { setPriority } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'

setPriority(19)
const { origin, expected, callers, everyMs, ms, bodyFile } = JSON.parse(process.argv[2])
const body = bodyFile && readFileSync(bodyFile)
const options = body ? { method: 'POST', headers: { 'content-type': 'application/json' } } : {}
const until = performance.now() + ms
const answered = {}
const wrong = {}

async function call(path) {
  let next = performance.now()
  while (performance.now() < until) {
    const answer = await ask(path)
    answered[path] = (answered[path] ?? 0) + 1
    if (answer !== expected[path]) wrong[path] = answer.slice(0, 100)
    next = Math.max(next + everyMs, performance.now())
    await wait(next - performance.now())
  }
}

function ask(path) {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${origin}${path}`, options, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve(`${response.statusCode} ${text}`))
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const paths = Object.keys(expected).flatMap((path) => Array(callers).fill(path))
await Promise.all(paths.map(call))
console.log(JSON.stringify({ answered, wrong }))
