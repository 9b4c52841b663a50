// docs/comparison.md, as it came out of a run.
import { page, table } from '../../scripts/docs/markdown.mjs'

/** @param {{ group: string, name: string }[]} checks */
export function comparisonPage(checks, scores) {
  const run = scores.filter(({ results }) => results)
  const groups = [...new Set(checks.map(({ group }) => group))]
  const total = (results, list) => list.filter(({ name }) => results[name] === true).length
  return page(
    '# Compared with other emulators',
    '<!-- Written by `node bench/compare.mjs` from a run. Do not edit. -->',
    `One list of ${checks.length} checks, put on ${new Date().toISOString().slice(0, 10)} to each of these, which were started on the ` +
      'same machine and asked with the same AWS SDK: ' +
      `${run.map(({ name, version }) => `${name} ${version}`).join(', ')}. The list is about what Sallyport is for: APIs that ` +
      'partners, devices and services call with tokens, and people who sign in. The others emulate services that it does not have. ' +
      'moto is a library of mocks for Python first: boto3 reads answers of it that this SDK refuses as malformed XML, and its ' +
      'server has no addresses for APIs and token endpoints, so that its S3 answers there, with 404 and 500. ' +
      'cognito-local has no API Gateway by intention.',
    'Each check makes what it needs through AWS’s own operations, and passes where the answer is AWS’s. Where an emulator has ' +
      'addresses of its own for domains and stages, those are tried. What is wrong here, or has changed since, shows with ' +
      '`node bench/compare.mjs`; `--endpoint URL` puts the list to whatever answers there. The checks are in ' +
      '[bench/compare/checks.mjs](../bench/compare/checks.mjs).',
    table(
      ['', ...run.map(({ name }) => name)],
      [
        ...groups.map((group) => {
          const list = checks.filter((one) => one.group === group)
          return [group, ...run.map(({ results }) => `${total(results, list)} of ${list.length}`)]
        }),
        ['**All**', ...run.map(({ results }) => `**${total(results, checks)} of ${checks.length}**`)],
      ],
    ),
    'Not run:',
    scores
      .filter(({ notRun }) => notRun)
      .map(({ name, notRun }) => `- ${name}: ${notRun}`)
      .join('\n'),
    '## Each check',
    ...groups.flatMap((group) => [
      `### ${group}`,
      table(
        ['', ...run.map(({ name }) => name)],
        checks
          .filter((one) => one.group === group)
          .map(({ name }) => [name, ...run.map(({ results }) => (results[name] === true ? '✓' : '–'))]),
      ),
    ]),
    '## What they said where a check failed',
    ...run.flatMap(({ name, results }) => {
      const failed = checks.filter((one) => results[one.name] !== true)
      if (failed.length === 0) return []
      return [`### ${name}`, failed.map((one) => `- ${one.name}: ${asText(results[one.name])}`).join('\n')]
    }),
  )
}

/** Of this machine and this run nothing stays, and no mark of Markdown has an effect. */
function asText(reason) {
  return `\`${reason
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1')
    .replace(/\b(?=[a-z]*\d)[0-9a-z]{26}\b/g, '…')
    .replace(/[`\s]+/g, ' ')
    .trim()}\``
}
