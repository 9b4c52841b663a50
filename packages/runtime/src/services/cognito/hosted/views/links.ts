/** What a page needs to know to lead to another one, and to have its forms taken. */
export interface Links {
  /** A page of the domain, with the parameters that the sign-in began with. */
  to(path: string, more?: Readonly<Record<string, string>>): string
  readonly csrf: string
}
