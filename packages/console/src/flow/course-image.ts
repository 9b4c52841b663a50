import { type Course, centerOf } from './lanes.ts'

/** Of the lines of a row, in pixels from its top. */
const OUT = 13
const BACK = 23

const images = new Map<string, string>()

/**
 * A way as an image, for a mask that is filled with the color of its tone. There are few ways and many rows: the browser
 * draws each image once, and a row is two elements instead of twenty.
 */
export function imageOf(course: Course): string {
  const key = `${course.lanes.at(-1)} ${course.isWhole}`
  const known = images.get(key)
  if (known !== undefined) return known
  const image = `url("data:image/svg+xml,${encodeURIComponent(svgOf(course))}")`
  images.set(key, image)
  return image
}

/** To the right to whoever answered or refused it, as in a sequence diagram, and dashed back. */
export function svgOf({ lanes, isWhole }: Course): string {
  const [start, end] = [centerOf(lanes[0] ?? 'Client'), centerOf(lanes.at(-1) ?? 'Client')]
  const stops = lanes.slice(0, -1).map((lane) => `<circle cx="${centerOf(lane)}%" cy="${OUT}" r="2.5" fill="#000"/>`)
  const head = `<svg x="${start}%" y="${BACK}" overflow="visible"><path d="M6-4 0 0 6 4" fill="none" stroke="#000" stroke-width="1.5"/></svg>`
  const last = `<svg x="${end}%" y="${(OUT + BACK) / 2}" overflow="visible">${isWhole ? ANSWERED : TURNED_AWAY}</svg>`
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">' +
    `<line x1="${start}%" x2="${end}%" y1="${OUT}" y2="${OUT}" stroke="#000" stroke-width="1.5"/>` +
    `<line x1="${start}%" x2="${end}%" y1="${BACK}" y2="${BACK}" stroke="#000" stroke-dasharray="3 3"/>` +
    `${stops.join('')}${head}${last}</svg>`
  )
}

const ANSWERED = '<rect x="-3" y="-7" width="6" height="14" rx="2"/>'
/** A disk with a cross cut out of it. */
const TURNED_AWAY =
  '<path fill-rule="evenodd" d="M0-8a8 8 0 1 0 0 16a8 8 0 1 0 0-16zM-2.6-4 0-1.4 2.6-4 4-2.6 1.4 0 4 2.6 2.6 4 0 1.4-2.6 4-4 2.6-1.4 0-4-2.6z"/>'
