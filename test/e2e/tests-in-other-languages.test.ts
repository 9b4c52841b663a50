import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeOrdersAssembly } from '../support/orders-assembly.ts'
import { cliPath, pytestPath, root } from '../support/paths.ts'
import { run } from '../support/run.ts'

const GUIDE = readFileSync(join(root, 'docs', 'guide', 'tests-in-other-languages.md'), 'utf8')
const hasPytest = existsSync(pytestPath)
if (!hasPytest && process.env.CI) throw new Error('pytest is missing')

const hasGo = spawnSync('go', ['version']).status === 0
const hasMaven = spawnSync('mvn', ['--version']).status === 0
/** What Maven of itself takes for Java and for tests is too old for JUnit 5. */
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>orders</groupId><artifactId>orders</artifactId><version>1</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.9.2</version>
    </dependency>
  </dependencies>
  <build>
    <testSourceDirectory>java</testSourceDirectory>
    <plugins><plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version></plugin></plugins>
  </build>
</project>
`

const folder = mkdtempSync(join(root, 'test', '.languages-'))
const { HOME } = process.env
const PATH = `${join(folder, 'bin')}:${process.env.PATH}`
beforeAll(() => {
  writeOrdersAssembly(folder)
  for (const file of ['conftest.py', 'test_orders.py', 'orders.sh', 'orders_test.go', 'OrdersTest.java']) {
    const [, text = ''] =
      new RegExp(`\`\`\`\\w+\\n((?:#|//) ${file.replace('.', '\\.')}\\n[\\s\\S]*?)\`\`\``).exec(GUIDE) ?? []
    writeFileSync(join(folder, file), text)
  }
  // What npx would find in a project that has Sallyport.
  mkdirSync(join(folder, 'bin'))
  const npx = join(folder, 'bin', 'npx')
  writeFileSync(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${cliPath}' "$@"\n`)
  chmodSync(npx, 0o755)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.skipIf(!hasPytest)('pytest runs the tests of the guide, each in a world of its own', async () => {
  const { code, output } = await run(pytestPath, ['-q', '-p', 'no:cacheprovider'], { cwd: folder, env: { PATH } })
  expect(code, output).toBe(0)
  expect(output).toContain('4 passed')
})

it.skipIf(!hasGo)('go test runs those of the guide', async () => {
  expect((await run('gofmt', ['-l', 'orders_test.go'], { cwd: folder, env: { PATH } })).stdout).toBe('')
  const { code, output } = await run('go', ['test', '-v', 'orders_test.go'], { cwd: folder, env: { PATH, HOME } })
  expect(code, output).toBe(0)
  expect(output.match(/^--- PASS/gm)).toHaveLength(2)
})

it.skipIf(!hasMaven)('JUnit runs those of the guide', async () => {
  mkdirSync(join(folder, 'java'))
  renameSync(join(folder, 'OrdersTest.java'), join(folder, 'java', 'OrdersTest.java'))
  writeFileSync(join(folder, 'pom.xml'), POM)
  const { code, output } = await run('mvn', ['--batch-mode', 'test'], { cwd: folder, env: { PATH, HOME } })
  expect(code, output).toBe(0)
  expect(output).toContain('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
})

it('the script for any language passes, and fails where a call is answered otherwise', async () => {
  const passed = await run('sh', ['orders.sh'], { cwd: folder, env: { PATH } })
  expect(passed.code, passed.output).toBe(0)
  expect(passed.stdout).toContain('the orders are safe')
  const wrong = readFileSync(join(folder, 'orders.sh'), 'utf8').replace('= 401 ]', '= 200 ]')
  writeFileSync(join(folder, 'wrong.sh'), wrong)
  expect((await run('sh', ['wrong.sh'], { cwd: folder, env: { PATH } })).code).toBe(1)
})
