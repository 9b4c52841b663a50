import type { Page } from '../html/layout.ts'
import type { Visit } from '../page.ts'

/** Where a link of a message leads: a page that does something when it is looked at. */
export interface LinkPage {
  readonly path: string
  follow(
    visit: Pick<Visit, 'deps' | 'client' | 'call' | 'texts'>,
    query: URLSearchParams,
  ): Promise<{ readonly status: number; readonly page: Page }>
}
