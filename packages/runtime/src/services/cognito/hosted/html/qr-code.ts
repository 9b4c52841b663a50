import { encode } from 'uqr'
import { type Html, html } from './html.ts'

/** In modules; the standard asks for so many (ISO/IEC 18004). */
const QUIET_ZONE = 4

/** A text for the camera of a phone, drawn in the page itself: nothing has to be loaded, and no script runs. */
export function qrCode(text: string, label: string): Html {
  const { size, data } = encode(text, { border: QUIET_ZONE })
  const dark = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
<rect width="${size}" height="${size}" fill="#ffffff"/><path d="${dark.join('')}" fill="#000000"/>
</svg>
`
}
