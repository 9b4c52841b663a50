// Keeps a number of HTTP/1.1 connections busy with prepared requests and counts the answers. Raw sockets, because a
// client that costs more than the server would measure itself.
//
//   node load-generator.mjs '{"port":4566,"connections":32,"seconds":3,"requests":["GET / HTTP/1.1\r\n…"]}'
//
// Prints {"requests", "total", "seconds", "errors", "perSecond"}; an error is any answer other than 200. `total` counts
// the answers of the warm-up too.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

const given = process.argv[2].startsWith('{') ? process.argv[2] : readFileSync(process.argv[2], 'utf8')
const { port, connections, seconds, requests } = JSON.parse(given)
const prepared = requests.map((request) => Buffer.from(request))

let next = 0
let answered = 0
let total = 0
let errors = 0
let measuring = false

function takeRequest() {
  next = next + 1 < prepared.length ? next + 1 : 0
  return prepared[next]
}

function open() {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let rest = ''
  socket.on('connect', () => socket.write(takeRequest()))
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1')
    const size = sizeOfAnswer(rest)
    if (size === 0 || rest.length < size) return
    total++
    if (measuring) {
      answered++
      if (!rest.startsWith('HTTP/1.1 200')) errors++
    }
    rest = rest.slice(size)
    socket.write(takeRequest())
  })
  socket.on('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
}

/** Bytes of the first answer in the text, or 0 while its end is not known. */
function sizeOfAnswer(text) {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return 0
  const head = text.slice(0, headEnd)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)
  if (length) return headEnd + 4 + Number(length[1])
  const end = text.indexOf('\r\n0\r\n\r\n', headEnd)
  return end < 0 ? 0 : end + 7
}

for (let i = 0; i < connections; i++) open()
const WARM_UP_MS = 700
setTimeout(() => {
  measuring = true
  const start = process.hrtime.bigint()
  setTimeout(() => {
    const elapsed = Number(process.hrtime.bigint() - start) / 1e9
    const perSecond = answered / elapsed
    console.log(JSON.stringify({ requests: answered, total, seconds: elapsed, errors, perSecond }))
    process.exit(0)
  }, seconds * 1000)
}, WARM_UP_MS)
