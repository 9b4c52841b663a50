import type { JSX } from 'preact'
import type { StackDetail } from '../api/contract.ts'
import { Copy } from '../ui/copy.tsx'
import { Facts } from '../ui/facts.tsx'
import { Section } from '../ui/section.tsx'

/** What a stack gives away, with the addresses that work here, and what it was given. */
export function Outputs({ stack: { outputs, parameters } }: { readonly stack: StackDetail }): JSX.Element {
  return (
    <>
      <Section title="Outputs">
        {outputs.length === 0 && <p class="soft">It has none.</p>}
        <Facts
          facts={outputs.map(({ key, value, local, description, exportName }) => [
            key,
            <div key={key} class="output">
              <code>{value}</code>
              {local !== undefined && (
                <span>
                  works here as <code>{local}</code>
                </span>
              )}
              {description !== undefined && <span class="soft">{description}</span>}
              {exportName !== undefined && <span class="soft">exported as {exportName}</span>}
              <span>
                <Copy text={local ?? value} />
              </span>
            </div>,
          ])}
        />
      </Section>
      {parameters.length > 0 && (
        <Section title="Parameters">
          <Facts facts={parameters.map(({ key, value }) => [key, <code key={key}>{value}</code>])} />
        </Section>
      )}
    </>
  )
}
