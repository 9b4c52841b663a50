// What a run has measured, and how it is shown.
const rows = []

export const say = (text) => process.stderr.write(`${text}\n`)
export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
export const percent = (ratio) => `${(ratio * 100).toFixed(0)} %`

/** A measured value, and whether it is within its budget. */
export function report(what, value, budget, good, raw) {
  rows.push({ what, value, budget, holds: good, raw })
}

/** A figure without a budget, which explains another one. */
export function explain(what, value, raw) {
  rows.push({ what, value, budget: '', holds: undefined, raw })
}

export function print(cores, asJson) {
  if (asJson) {
    console.log(JSON.stringify({ node: process.version, cores, rows }, undefined, 2))
    return
  }
  console.log(`\nNode ${process.version}, ${cores} cores, one run on one machine\n`)
  const width = (key) => Math.max(...rows.map((row) => row[key].length))
  const [what, value, budget] = [width('what'), width('value'), width('budget')]
  for (const row of rows) {
    const verdict = row.holds === undefined ? '·' : row.holds ? '✓' : '✗'
    console.log(
      `${verdict} ${row.what.padEnd(what)}  ${row.value.padStart(value)}  ${row.budget.padEnd(budget)}  ${row.raw}`,
    )
  }
}
