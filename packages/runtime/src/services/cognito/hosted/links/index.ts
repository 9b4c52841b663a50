import { confirmUserPage } from './confirm-user.ts'
import type { LinkPage } from './link-page.ts'

export const linkPages: readonly LinkPage[] = [confirmUserPage]
