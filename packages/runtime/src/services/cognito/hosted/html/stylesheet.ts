import { createHash } from 'node:crypto'
import { DARK, LIGHT, variablesOf } from './palette.ts'

/** Up to this a page is a phone's. */
export const PHONE_WIDTH = '30rem'

/**
 * What the pages look like, in the colors that the browser is set to. Classes that end in `-customizable` are those by
 * which AWS lets pages be customized (documented: developer guide, "Hosted UI (classic) branding"); test scripts know
 * some of the others.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --card-radius: 0.75rem;
  --button-radius: 0.5rem;
  --field-radius: 0.5rem;
${variablesOf(LIGHT)}}
@media (prefers-color-scheme: dark) {
:root {
${variablesOf(DARK)}}
}
*, *::before, *::after { box-sizing: border-box; }
:lang(ja) { word-break: auto-phrase; }
:lang(ko) { word-break: keep-all; }
body {
  margin: 0;
  display: flex;
  flex-direction: column;
  min-height: 100vh;
  background: var(--page) center / cover no-repeat;
  color: var(--text);
  overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.container { display: flex; flex: 1; align-items: center; justify-content: center; padding: 1rem; }
.modal-dialog { width: 100%; max-width: 26rem; min-width: 0; }
.modal-content { background: var(--card) center / cover no-repeat; border: 1px solid var(--edge); border-radius: var(--card-radius); overflow: hidden; }
.banner-customizable { padding: 1.75rem 0 0; background: var(--banner); color: var(--banner-text); font-size: 0.875rem; }
.banner-customizable p { margin: 0; padding: 0 2rem; }
.logo { display: flex; justify-content: center; margin-bottom: 0.75rem; padding: 0 2rem; }
.logo-customizable { display: block; max-width: 100%; max-height: 11.125rem; }
.page-header, .page-footer { display: flex; align-items: center; min-height: 4rem; padding: 0.5rem 1.5rem; }
.page-header { background: var(--header) center / cover no-repeat; border-bottom: 1px solid var(--header-edge); }
.page-footer { background: var(--footer) center / cover no-repeat; border-top: 1px solid var(--footer-edge); }
.page-header .logo-customizable, .page-footer .logo-customizable { max-height: 3rem; }
.modal-body { padding: 0.25rem 2rem 2rem; }
h1 { margin: 0 0 1.25rem; color: var(--heading); font-size: 1.375rem; line-height: 1.3; font-weight: 650; text-wrap: balance; }
p { margin: 0 0 1rem; text-wrap: pretty; }
.field { margin-bottom: 1.125rem; }
.label-customizable { display: block; margin-bottom: 0.375rem; color: var(--label); font-weight: 600; font-size: 0.9375rem; }
.inputField-customizable {
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  background: var(--field);
  color: var(--field-text);
  border: 1px solid var(--field-edge);
  border-radius: var(--field-radius);
  font: inherit;
}
.inputField-customizable::placeholder { color: var(--placeholder); opacity: 1; }
.inputField-customizable[aria-invalid] { border-color: var(--bad); border-width: 2px; }
.inputField-customizable[inputmode="numeric"] { letter-spacing: 0.2em; font-variant-numeric: tabular-nums; }
.hint { margin-top: 0.375rem; color: var(--quiet); font-size: 0.875rem; }
.hint ul { margin: 0; padding-left: 1.125rem; }
.submitButton-customizable {
  display: block;
  width: 100%;
  min-height: 2.75rem;
  margin: 0.5rem 0 1.25rem;
  padding: 0.5rem 1rem;
  background: var(--button);
  color: var(--button-text);
  border: 1px solid transparent;
  border-radius: var(--button-radius);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
.submitButton-customizable:hover { background: var(--button-hover); color: var(--button-hover-text); }
.idpButton-customizable {
  display: block;
  min-height: 2.75rem;
  margin-bottom: 0.625rem;
  padding: 0.5rem 1rem;
  border: 1px solid var(--provider-edge);
  border-radius: var(--button-radius);
  background: var(--provider);
  color: var(--provider-text);
  text-align: center;
  font-weight: 600;
  text-decoration: none;
}
.idpButton-customizable:hover { border-color: currentcolor; color: var(--provider-text); }
.or { margin: 1.125rem 0; color: var(--quiet); text-align: center; }
.other { background: var(--other); color: var(--other-text); border-color: var(--other-edge); }
.other:hover { background: var(--other); color: var(--other-text); border-color: currentcolor; }
.quiet { padding: 0; border: 0; background: none; color: var(--link); font: inherit; cursor: pointer; text-decoration: underline; }
a, a.redirect-customizable { color: var(--link); text-underline-offset: 0.15em; }
a:hover, .quiet:hover { color: var(--link-hover); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.errorMessage-customizable, .notice {
  margin-bottom: 1.25rem;
  padding: 0.625rem 0.875rem;
  border: 1px solid currentcolor;
  border-radius: 0.5rem;
  font-size: 0.9375rem;
  white-space: pre-line;
}
.errorMessage-customizable { color: var(--bad); background: var(--bad-back); }
.notice { color: var(--good); background: var(--good-back); }
.legalText-customizable { margin: 1.25rem 0 0; color: var(--quiet); font-size: 0.875rem; }
.redirect-customizable { margin: 0; color: var(--quiet); font-size: 0.9375rem; }
.redirect-customizable a, .redirect-customizable .quiet { display: inline-block; }
.redirect-customizable + .redirect-customizable { margin-top: 0.625rem; }
.after-field { margin: -0.625rem 0 1rem; font-size: 0.9375rem; }
.qr { display: block; width: 12rem; height: 12rem; margin: 0 auto 1rem; border-radius: 0.5rem; }
code { font: 0.9375rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
@media (max-width: ${PHONE_WIDTH}) {
  .container { padding: 0; }
  .container { align-items: stretch; }
  .modal-dialog { display: flex; max-width: none; }
  .modal-content { flex: 1; min-width: 0; border: 0; border-radius: 0; }
  .banner-customizable { padding-top: 1.5rem; }
  .banner-customizable p, .logo { padding: 0 1.25rem; }
  .modal-body { padding: 0.25rem 1.25rem 1.5rem; }
}
`.trimStart()

export const STYLESHEET_PATH = '/assets/hosted.css'

const DIGITS = 12

/** Stands behind the path, so that a browser asks for a sheet that has changed. */
export const STYLESHEET_VERSION = createHash('sha256').update(STYLESHEET).digest('hex').slice(0, DIGITS)
