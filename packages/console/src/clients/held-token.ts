import { signal } from '@preact/signals'

/** The token that was got or pasted last: kept while this page is open, and never in its address. */
export const heldToken = signal('')
