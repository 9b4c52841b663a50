// Callers of backends that misbehave, in a process that yields to every other one: what they cost the server is measured,
// not what they take from the machine.
//
//   node bad-callers.mjs '{"origin":"http://127.0.0.1:4566","expected":{"/path":"504 {}"},"callers":2,"everyMs":100,"ms":6000}'
//
// Each caller makes a call as soon as the last one is answered, but not before its time. Prints
// {"answered":{"/path":12},"wrong":{"/path":"200 …"}}.
import { get } from 'node:http'
import { setPriority } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'

setPriority(19)
const { origin, expected, callers, everyMs, ms } = JSON.parse(process.argv[2])
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
    const request = get(`${origin}${path}`, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve(`${response.statusCode} ${text}`))
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

const paths = Object.keys(expected).flatMap((path) => Array(callers).fill(path))
await Promise.all(paths.map(call))
console.log(JSON.stringify({ answered, wrong }))
