import { afterEach, describe, expect, it } from 'vitest'
import { hasPython, removeFolders, startPython } from './bootstrap.harness.ts'

afterEach(removeFolders)

const app = (body: string, before = '') => ({ 'app.py': `${before}\ndef handler(event, context):\n    ${body}\n` })

/** What a function answers to one event. */
async function answerOf(body: string, before = '', event: unknown = {}, variables: Record<string, string> = {}) {
  const python = startPython(app(body, before), variables)
  await python.begun
  const { type, head, body: payload } = await python.invoke(event)
  python.closePipe()
  return { type, head, payload, logs: python.logs() }
}

async function initFailureOf(files: Record<string, string>, variables: Record<string, string> = {}) {
  const python = startPython(files, variables)
  const { type, head, body } = await python.begun
  expect(await python.exited).toBe(1)
  return { type, head, error: JSON.parse(body), logs: python.logs() }
}

describe.runIf(hasPython)('the Python runtime', () => {
  it('answers with json.dumps and its spaces (facts 5.6)', async () => {
    expect(await answerOf('return {"d": 1.5, "u": "ü", "e": event}', '', { a: [1] })).toMatchObject({
      type: 'A',
      payload: '{"d": 1.5, "u": "ü", "e": {"a": [1]}}',
    })
    expect((await answerOf('return None')).payload).toBe('null')
    expect((await answerOf('return b"\\x01raw"')).payload).toBe('\x01raw')
  })

  it('escapes what is not ASCII before Python 3.12, by the name of the runtime (facts 5.6)', async () => {
    const variables = { AWS_EXECUTION_ENV: 'AWS_Lambda_python3.11' }
    expect((await answerOf('return "ü"', '', {}, variables)).payload).toBe('"\\u00fc"')
  })

  it('writes Decimals as numbers, named tuples as objects and bytes as text, as simplejson does (facts 5.6)', async () => {
    const before = 'from decimal import Decimal\nfrom collections import namedtuple\nPoint = namedtuple("Point", "x y")'
    const body = 'return [Decimal("1.10"), Decimal("NaN"), Point(1, Decimal("2")), (3,), {"b": b"text", None: 1}]'
    expect((await answerOf(body, before)).payload).toBe('[1.10, NaN, {"x": 1, "y": 2}, [3], {"b": "text", "null": 1}]')
  })

  it('says what it cannot marshal (facts 5.2)', async () => {
    const { type, payload } = await answerOf('return {1, 2}')
    expect(type).toBe('E')
    expect(payload).toBe(
      '{"errorMessage": "Unable to marshal response: Object of type set is not JSON serializable", ' +
        '"errorType": "Runtime.MarshalError", "requestId": "id-1", "stackTrace": []}',
    )
    const circle = await answerOf('a = []; a.append(a); return a')
    expect(JSON.parse(circle.payload).errorMessage).toBe('Unable to marshal response: Circular reference detected')
  })

  it('describes an error with its bare class and formatted frames (facts 5.3), and logs it (facts 5.9)', async () => {
    const python = startPython(app('raise Oops("no stock")', 'class Oops(ValueError): pass'))
    await python.begun
    const { type, body } = await python.invoke({})
    expect(type).toBe('E')
    const [frame] = JSON.parse(body).stackTrace
    expect(frame).toMatch(/^ {2}File ".*app\.py", line 3, in handler\n {4}raise Oops\("no stock"\)\n$/)
    expect(Object.keys(JSON.parse(body))).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace'])
    expect(JSON.parse(body)).toMatchObject({ errorMessage: 'no stock', errorType: 'Oops', requestId: 'id-1' })
    expect(python.logs()).toEqual([
      expect.stringMatching(
        /^\[ERROR\] Oops: no stock\nTraceback \(most recent call last\):\n\u00a0\u00a0File ".*", line 3, in handler\n\u00a0{4}raise Oops\("no stock"\)$/,
      ),
    ])
    // It goes on.
    expect((await python.invoke({})).type).toBe('E')
    python.closePipe()
  })

  it('names what is wrong with a handler (facts 5.1, 5.2)', async () => {
    const ok = app('return 1')
    for (const [handler, files, errorType, errorMessage] of [
      ['app', ok, 'MalformedHandlerName', "Bad handler 'app': not enough values to unpack (expected 2, got 1)"],
      ['sys.x', ok, 'BuiltInModuleConflict', 'Cannot use built-in module sys as a handler module'],
      ['nope.x', ok, 'ImportModuleError', "Unable to import module 'nope': No module named 'nope'"],
      ['app.nope', ok, 'HandlerNotFound', "Handler 'nope' missing on module 'app'"],
      [
        'app.x',
        { 'app.py': 'import nope' },
        'ImportModuleError',
        "Unable to import module 'app': No module named 'nope'",
      ],
    ] as const) {
      const { type, head, error } = await initFailureOf(files, { handler })
      const whole = { errorMessage, errorType: `Runtime.${errorType}`, requestId: '', stackTrace: [] }
      expect({ type, head, error }).toEqual({ type: 'I', head: { errorType: whole.errorType }, error: whole })
    }
  })

  it('names a syntax error with its line (facts 5.2)', async () => {
    const { error, logs } = await initFailureOf({ 'app.py': 'def handler(:\n' })
    expect(error.errorType).toBe('Runtime.UserCodeSyntaxError')
    expect(error.errorMessage).toMatch(/^Syntax error in module 'app': .* \(app\.py, line 1\)$/)
    expect(error.stackTrace).toEqual([expect.stringMatching(/^ {2}File ".*app\.py" Line 1\n {4}def handler\(:\n$/)])
    // A warning with an empty request id comes first (facts 5.10).
    expect(logs[0]).toMatch(/^\[WARNING\]\t[-\dT:.]+Z\t\tLAMBDA_WARNING: Unhandled exception\. /)
    expect(logs[1]).toMatch(/^\[ERROR\] Runtime\.UserCodeSyntaxError: /)
  })

  it('keeps the class of another error while importing, with the frames of importlib (facts 5.4)', async () => {
    const { error } = await initFailureOf({ 'app.py': '1 / 0\n' })
    expect(error).toMatchObject({ errorType: 'ZeroDivisionError', errorMessage: 'division by zero' })
    expect(error.stackTrace[0]).toMatch(/importlib\/__init__\.py", line \d+, in import_module/)
    expect(error.stackTrace.at(-1)).toMatch(/app\.py", line 1, in <module>\n {4}1 \/ 0\n$/)
  })

  it('finds a handler in a folder, and splits at the last dot (facts 5.1)', async () => {
    const files = { 'src/api/app.py': 'def handler(event, context): return __name__' }
    const python = startPython(files, { handler: 'src/api/app.handler' })
    expect((await python.begun).type).toBe('R')
    expect((await python.invoke({})).body).toBe('"src.api.app"')
    python.closePipe()
  })

  it('looks in the function first, then in its layers (facts 3.2.3, 5.12)', async () => {
    const python = startPython(
      {
        'app.py': 'import both, deep, layered\ndef handler(e, c): return [both.x, layered.x, deep.x]',
        'both.py': 'x = "task"',
      },
      {
        layer: {
          'python/both.py': 'x = "layer"',
          'python/layered.py': 'x = "layer"',
          'python/lib/python3.13/site-packages/deep.py': 'x = "site-packages"',
        },
      },
    )
    expect(await python.begun).toMatchObject({ type: 'R' })
    expect((await python.invoke({})).body).toBe('["task", "layer", "site-packages"]')
    python.closePipe()
  })

  it('gives AWS’s context (facts 5.7)', async () => {
    const body =
      'return [context.aws_request_id, context.function_name, context.function_version, context.memory_limit_in_mb, ' +
      'context.log_group_name, context.log_stream_name, context.invoked_function_arn, context.tenant_id, ' +
      'context.client_context and [context.client_context.custom, context.client_context.client.app_title], ' +
      'context.identity.cognito_identity_id, 0 < context.get_remaining_time_in_millis() <= 3000]'
    const python = startPython(app(body))
    await python.begun
    const plain = ['id-1', 'orders', '$LATEST', '128', '/aws/lambda/orders', 'stream', 'arn:f', null]
    expect(JSON.parse((await python.invoke({})).body)).toEqual([...plain, null, null, true])
    const clientContext = '{"custom":{"a":"1"},"client":{"app_title":"t"}}'
    const cognitoIdentity = '{"cognitoIdentityId":"me","cognitoIdentityPoolId":"pool"}'
    const told = await python.invoke({}, { clientContext, cognitoIdentity, deadlineMs: 1 })
    expect(JSON.parse(told.body)).toEqual([...plain, [{ a: '1' }, 't'], 'me', false])
    const broken = JSON.parse((await python.invoke({}, { clientContext: '{' })).body)
    expect(broken).toMatchObject({ errorType: 'Runtime.LambdaContextUnmarshalError' })
    expect(broken.errorMessage).toMatch(/^Unable to parse Client Context JSON: /)
    python.closePipe()
  })

  it('sets the trace id for each invocation (facts 3.1.1)', async () => {
    const python = startPython(app('import os; return os.environ.get("_X_AMZN_TRACE_ID")'))
    await python.begun
    expect((await python.invoke({}, { traceId: 'Root=1' })).body).toBe('"Root=1"')
    expect((await python.invoke({})).body).toBe('null')
    python.closePipe()
  })

  it('logs text through the root logger, whose handler is there already (facts 5.8)', async () => {
    const body =
      'logging.basicConfig(level=logging.DEBUG); logging.info("dropped"); logging.warning("two\\nlines"); ' +
      'print("one", "line"); print("a\\nb", end=""); context.log("raw\\n")'
    const { logs } = await answerOf(body, 'import logging')
    expect(logs).toEqual([
      expect.stringMatching(/^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\tid-1\ttwo\nlines$/),
      'one line',
      'a',
      'raw\n',
      'b',
    ])
  })

  it('logs JSON, from the level that is set (facts 5.11)', async () => {
    const before = 'import logging\nlog = logging.getLogger("shop")'
    const body = 'log.debug("no"); log.info({"order": 1}); log.info("n %s", 1, extra={"sku": "x"}); return 1 / 0'
    const variables = { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' }
    const { logs, payload } = await answerOf(body, before, {}, variables)
    const [object, extra, error] = logs.map((line) => JSON.parse(line))
    const common = { timestamp: expect.stringMatching(/Z$/), level: 'INFO', logger: 'shop', requestId: 'id-1' }
    expect(object).toEqual({ ...common, message: { order: 1 } })
    expect(extra).toEqual({ ...common, message: 'n 1', sku: 'x' })
    expect(error).toEqual({ timestamp: common.timestamp, level: 'ERROR', ...JSON.parse(payload) })
    expect(logs).toHaveLength(3)
  })

  it('says in JSON what was caught, and where (facts 5.11)', async () => {
    const body = 'try: 1 / 0\n    except Exception: logging.exception("caught")'
    const { logs } = await answerOf(body, 'import logging', {}, { AWS_LAMBDA_LOG_FORMAT: 'JSON' })
    const line = JSON.parse(logs[0] ?? '')
    expect(Object.keys(line)).toEqual([
      'timestamp',
      'level',
      'message',
      'logger',
      'stackTrace',
      'errorType',
      'errorMessage',
      'requestId',
      'location',
    ])
    expect(line).toMatchObject({ errorType: 'ZeroDivisionError', errorMessage: 'division by zero' })
    expect(line.location).toMatch(/app\.py:handler:4$/)
  })

  it('ends with the status of sys.exit, and posts nothing (facts 5.5)', async () => {
    const python = startPython(app('import sys; print("bye", end=""); sys.exit(7)'))
    await python.begun
    void python.invoke({})
    expect(await python.exited).toBe(7)
    expect(python.frames.map(({ type, body }) => type + body)).toEqual(['R', 'Lbye'])
  })

  it('tells how to get boto3 where it is missing, and fails as AWS does without it', async () => {
    const files = { 'app.py': 'raise ModuleNotFoundError("No module named \'boto3\'", name="boto3")' }
    const { error, logs } = await initFailureOf(files)
    expect(error.errorMessage).toBe("Unable to import module 'app': No module named 'boto3'")
    expect(logs[0]).toMatch(/^boto3 comes with Python on AWS\. Here: \S+ -m pip install boto3$/)
  })

  it('ends when the server does, also in the middle of an invocation', async () => {
    const idle = startPython(app('return 1'))
    await idle.begun
    idle.closePipe()
    expect(await idle.exited).toBe(0)

    const busy = startPython(app('print("begun")\n    while True: pass'))
    await busy.begun
    void busy.invoke({})
    await expect.poll(() => busy.logs()).toEqual(['begun'])
    busy.closePipe()
    expect(await busy.exited).toBe(0)
  })

  it('is not confused by a process that the function forks', async () => {
    const body =
      'pid = os.fork()\n    if pid == 0: print("child"); return "from the child"\n    os.waitpid(pid, 0); return "parent"'
    const python = startPython(app(body, 'import os'))
    await python.begun
    expect((await python.invoke({})).body).toBe('"parent"')
    expect((await python.invoke({})).body).toBe('"parent"')
    expect(python.output()).toBe('child\nchild\n')
    python.closePipe()
  })

  it('does not show itself to the function', async () => {
    const body = 'return [sys.argv[1:], importlib.util.find_spec("bootstrap") is None]'
    expect((await answerOf(body, 'import sys, importlib.util')).payload).toBe('[[], true]')
  })
})
