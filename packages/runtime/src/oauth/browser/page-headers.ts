import type { HeaderList } from '../../kernel/wire.ts'

/**
 * No script runs, and nothing comes from elsewhere. Where forms may lead is not said: a sign-in ends with a redirect to
 * the app, and browsers hold such a rule against redirects, too, also those that the app itself goes on with.
 */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"

/** Besides those of every answer, which already forbid frames and guesses at types. */
export const PAGE_HEADERS: HeaderList = [
  ['Content-Security-Policy', POLICY],
  ['Referrer-Policy', 'no-referrer'],
]

/** Of files that others have made. */
export const INERT: HeaderList = [['Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"]]
