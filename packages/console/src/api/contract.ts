/** What the server's admin API and this page say to each other, typed once for both. */
export type * from '../../../runtime/src/admin/contract/index.ts'
