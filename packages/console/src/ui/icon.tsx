import type { JSX } from 'preact'

/** Lines on a grid of 16, drawn in the color of the text around them. */
const PATHS = {
  charts: 'M2 13.5h12M4 11V7.5M7 11V4M10 11V6M13 11V2.5',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  clients:
    'M10.2 9.3a3.6 3.6 0 1 0-3.5-3.6c0 .5.1.9.2 1.3L2 12v2h2.3v-1.7h1.8v-1.8h1.6l.7-.8c.6.4 1.2.6 1.8.6zM11 5h.01',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.4 1.5',
  close: 'm4 4 8 8m0-8-8 8',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  cross: 'm4 4 8 8m0-8-8 8',
  flow: 'M2 4.5h11m0 0-2.5-2.5M13 4.5 10.5 7M14 11.5H3m0 0L5.5 9M3 11.5 5.5 14',
  functions: 'M3 13.5 7 6.5 5.7 3H4m1.7 0L11 13.5h2',
  map: 'M2 3.5h4v3H2zM10 2h4v3h-4zM10 10.5h4v3h-4zM6 5h2m2-1.5H8v8.5h2',
  moon: 'M13.5 9.5A5.8 5.8 0 0 1 6.5 2.5a5.8 5.8 0 1 0 7 7z',
  outbox: 'M2 3.5h12v9H2zm0 .5 6 5 6-5',
  pause: 'M5.5 3.5v9m5-9v9',
  people:
    'M6 7.5A2.5 2.5 0 1 0 6 2.5a2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.8a2.4 2.4 0 0 1 0 4.5M12 9.9c1.5.6 2.5 1.8 2.5 3.6',
  play: 'm5 3.5 7 4.5-7 4.5z',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zm3.2-1.3L14 14',
  stacks: 'm8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.3m0 10.4v1.3M1.5 8h1.3m10.4 0h1.3M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9',
  tryIt: 'm2.5 4 3.5 4-3.5 4M8 12.5h5.5',
} as const

export type IconName = keyof typeof PATHS

/** Says nothing to a screen reader: a text stands beside it, or what it is in has a name. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linejoin="round"
        stroke-linecap="round"
      />
    </svg>
  )
}
