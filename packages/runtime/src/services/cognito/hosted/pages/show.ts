import { AwsError } from '../../../../kernel/errors.ts'
import { brandLinks } from '../branding/brand.ts'
import type { FormState } from '../html/field.ts'
import type { Content } from '../html/html.ts'
import { documentOf, type Page } from '../html/layout.ts'
import type { PageResult, Visit } from '../page.ts'
import { errorPage, expiredPage, unavailablePage } from '../views/messages.ts'
import type { PageContext } from '../views/page-context.ts'

export function contextOf({ basePath, query, csrf, texts }: Visit): PageContext {
  return {
    csrf,
    texts,
    to(path, more = {}) {
      const parameters = new URLSearchParams(query)
      for (const [name, value] of Object.entries(more)) parameters.set(name, value)
      return `${basePath}${path}?${parameters}`
    },
  }
}

export function show({ basePath, brand, client, texts }: Visit, page: Page, status = 200): PageResult {
  const frame = { basePath, app: client.name, brand: brandLinks(brand, basePath, client.id), texts }
  return { kind: 'html', status, html: documentOf(page, frame) }
}

export const showError = (visit: Visit, detail: Content): PageResult =>
  show(visit, errorPage(visit.texts, detail, contextOf(visit).to('/login')), 400)

/** Status observed. */
export const showUnavailable = (visit: Visit): PageResult => show(visit, unavailablePage, 403)

/** What was sent is no form of these pages. */
export const showUnreadable = (visit: Visit): PageResult => showError(visit, visit.texts.failures.unreadable)

/** The way was lost: too long ago, taken before, or begun somewhere else. */
export const showExpired = (visit: Visit): PageResult =>
  show(visit, expiredPage(visit.texts, contextOf(visit).to('/login')), 400)

/**
 * A form that is shown again with what was wrong, in the words of the operation that refused it (inferred from texts
 * that are the same on AWS's pages). `atFault` tells which fields that is about.
 */
export async function orRefused(
  step: () => Promise<PageResult>,
  shown: (state: FormState) => PageResult | Promise<PageResult>,
  atFault: (error: AwsError) => readonly string[],
): Promise<PageResult> {
  try {
    return await step()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return shown({ error: error.message, errorLang: 'en', atFault: atFault(error) })
  }
}
