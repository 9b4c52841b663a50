import { describe, expect, it } from 'vitest'
import { type Html, html, markupOf } from './html.ts'

const HOSTILE = `<img src=x onerror="alert('1')">&amp;`

describe('html', () => {
  it('escapes what is put into it, for text and for attributes', () => {
    expect(markupOf(html`<p title="${HOSTILE}">${HOSTILE}</p>`)).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>',
    )
  })

  it('takes its own pieces as they are, and lists of them', () => {
    expect(markupOf(html`<ul>${['a', '<b>'].map((text) => html`<li>${text}</li>`)}</ul>`)).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
    )
  })

  it('leaves out what is undefined or false, and writes zero', () => {
    expect(markupOf(html`[${undefined}${false}${0}${''}]`)).toBe('[0]')
  })

  it('takes nothing for markup that only looks like it', () => {
    const forged = { text: '<script>', markup: '<script>' } as unknown as Html
    expect(markupOf(html`[${forged}]`)).not.toContain('<script>')
    expect(markupOf(html`[${JSON.parse('{"markup":"<script>"}') as Html}]`)).not.toContain('<script>')
  })
})
