"""Runs a Python function for Sallyport, as AWS's managed Python runtimes do.

Events and answers are frames over descriptor 3, laid out in environment/frames.ts. What a function sees of its runtime,
and the shape of its errors and log lines, are those of AWS's awslambdaric 4 (source; a few of them recorded).
"""

import _thread
import importlib
import json
import logging
import math
import os
import select
import struct
import sys
import time

PIPE = 3
UTF8_RUNTIMES = {"AWS_Lambda_python3.%d" % minor for minor in range(12, 20)}
KEEPS_UNICODE = os.environ.get("AWS_EXECUTION_ENV") in UTF8_RUNTIMES
LOGS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"

UNHANDLED = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. "
    "However, in rare cases, a Lambda runtime update can cause unexpected function behavior. "
    "For functions using managed runtimes, runtime updates can be triggered by a function change, or can be applied "
    "automatically. To determine if the runtime has been updated, check the runtime version in the INIT_START log "
    "entry. If this error correlates with a change in the runtime version, you may be able to mitigate this error by "
    "temporarily rolling back to the previous runtime version. For more information, see "
    "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r"
)


# ---- the pipe


class Pipe:
    """Frames to and from the server. A process that the function forks has no part in it."""

    def __init__(self):
        self.lock = _thread.allocate_lock()
        self.open = True
        os.set_inheritable(PIPE, False)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._leave)
        if hasattr(select, "poll"):
            _thread.start_new_thread(self._end_with_the_server, ())

    def send(self, kind, body=b"", **head):
        head = json.dumps(head).encode() if head else b""
        frame = struct.pack(">IcI", 5 + len(head) + len(body), kind, len(head)) + head + body
        with self.lock:
            left = memoryview(frame)
            while left:
                left = left[os.write(PIPE, left) :]

    def receive(self):
        """The next event, with its head. The server is gone when there is none."""
        length, _, head_length = struct.unpack(">IcI", self._read(9))
        head = json.loads(self._read(head_length))
        return head, self._read(length - 5 - head_length)

    def _read(self, size):
        data = bytearray()
        while len(data) < size:
            part = os.read(PIPE, size - len(data))
            if not part:
                sys.exit(0)
            data += part
        return bytes(data)

    def _leave(self):
        self.open = False
        os.close(PIPE)

    def _end_with_the_server(self):
        poll = select.poll()
        poll.register(PIPE, 0)
        poll.poll()
        os._exit(0)


class Output:
    """sys.stdout and sys.stderr: each line is an event of the log. With JSON the server judges what level it has."""

    def __init__(self, stream, log):
        self._stream = stream
        self._log = log
        self._line = ""

    def write(self, text):
        if LOGS_JSON or not self._log.pipe.open:
            self._stream.write(text)
            self._stream.flush()
            return len(text)
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._log.event(line)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        self._stream.flush()

    def end_line(self):
        if self._line:
            self.write("\n")
        self._stream.flush()

    def __getattr__(self, name):
        return getattr(self._stream, name)


# ---- logging


class Log:
    """Where log events go: to the server, each in one piece whatever lines it has."""

    def __init__(self, pipe):
        self.pipe = pipe

    def event(self, message, level=None):
        """Without the line break at its end."""
        if not self.pipe.open:
            sys.__stdout__.write(message + "\n")
            return
        head = {"t": int(time.time() * 1000)}
        if level:
            head["level"] = level
        self.pipe.send(b"L", message.encode(errors="backslashreplace"), **head)

    log = event

    def error(self, error):
        """An error that the function has not caught."""
        if LOGS_JSON:
            timestamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            self.event(to_json({"timestamp": timestamp, "level": "ERROR", **error}), "ERROR")
            return
        title = ": ".join(filter(None, [error["errorType"], error["errorMessage"]]))
        lines = ["[ERROR] " + title if title else "[ERROR]", "Traceback (most recent call last):"]
        for frame in error["stackTrace"]:
            lines += map(indented, frame.splitlines()) if frame else [""]
        self.event("\n".join(lines), "ERROR")


def indented(line):
    """With no-break spaces, as the lines reach the log on AWS."""
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + text


class LambdaLoggerHandler(logging.Handler):
    def __init__(self, log_sink):
        super().__init__()
        self.log_sink = log_sink

    def emit(self, record):
        self.log_sink.event(self.format(record), record.levelname)


class JsonFormatter(logging.Formatter):
    OWN = frozenset(vars(logging.makeLogRecord({}))) - {"taskName"} | {"aws_request_id"}

    def format(self, record):
        record.levelno = min(50, max(0, record.levelno)) // 10 * 10
        record.levelname = logging.getLevelName(record.levelno)
        is_object = isinstance(record.msg, dict) and not record.args
        line = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.msg if is_object else record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info:
            import traceback

            kind, error, frames = record.exc_info
            line["stackTrace"] = traceback.format_tb(frames)
            line["errorType"] = kind.__name__ if kind else None
            line["errorMessage"] = str(error)
        line["requestId"] = record.aws_request_id
        if record.exc_info:
            line["location"] = "%s:%s:%s" % (record.pathname, record.funcName, record.lineno)
        line.update((k, v) for k, v in vars(record).items() if k not in self.OWN and k not in line)
        line = {key: value for key, value in line.items() if value is not None}
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logging(log, current):
    def add_request_id(record):
        record.aws_request_id = current.get("requestId", "")
        return True

    logging.Formatter.converter = time.gmtime
    handler = LambdaLoggerHandler(log)
    text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    handler.setFormatter(JsonFormatter() if LOGS_JSON else logging.Formatter(text, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(add_request_id)
    root = logging.getLogger()
    root.addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = "DEBUG" if level == "TRACE" else level
    if level in ("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "NOTSET"):
        root.setLevel(level)


# ---- answers and errors


class Fault(Exception):
    """What the runtime itself says of a function."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


# Stands for a decimal number until the text is there. No answer holds it by chance.
NUMBER = os.urandom(12).hex()


def to_json(value):
    """As simplejson writes it, which AWS's client uses: named tuples are objects, Decimals numbers, bytes text."""
    numbers = []
    text = json.dumps(plain(value, numbers), ensure_ascii=not KEEPS_UNICODE)
    if numbers:
        first, *rest = text.split('"' + NUMBER + '"')
        text = first + "".join(number + part for number, part in zip(numbers, rest))
    return text


def plain(value, numbers):
    try:
        return _plain(value, numbers)
    except RecursionError:
        return value


def _plain(value, numbers):
    kind = type(value)
    if kind is str or kind is int or kind is float or kind is bool or value is None:
        return value
    if isinstance(value, dict):
        return {_key(key): _plain(item, numbers) for key, item in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict(), numbers)
    if isinstance(value, (list, tuple)):
        return [_plain(item, numbers) for item in value]
    if isinstance(value, bytes):
        return value.decode("utf-8")
    decimal = sys.modules.get("decimal")
    if decimal and isinstance(value, decimal.Decimal):
        if value.is_nan():
            return math.nan
        numbers.append(str(value))
        return NUMBER
    return value


def _key(key):
    if isinstance(key, bytes):
        return key.decode("utf-8")
    if key is None or isinstance(key, (str, int, float)):
        return key
    raise TypeError("keys must be str, int, float, bool or None, not %s" % type(key).__name__)


def error_object(message, error_type, trace, request_id=""):
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": list(trace)}


def describe(error, request_id=""):
    if isinstance(error, Fault):
        return error_object(str(error), error.error_type, error.trace, request_id)
    import traceback

    # Without columns, and so without the marks that newer Pythons draw below a line.
    frames = [(f.filename, f.lineno, f.name, f.line) for f in traceback.extract_tb(error.__traceback__)]
    own = next((i for i, (filename, *_) in enumerate(frames) if filename != __file__), 0)
    return error_object(str(error), type(error).__name__, traceback.format_list(frames[own:]), request_id)


# ---- the context


class Record:
    """An object with the given fields, all of them None where nothing is known."""

    FIELDS = ()

    def __init__(self, values=None):
        for field in self.FIELDS:
            setattr(self, field, (values or {}).get(field))

    def __repr__(self):
        fields = ",".join("%s=%s" % (field, getattr(self, field)) for field in self.FIELDS)
        return "%s([%s])" % (type(self).__name__, fields)


class CognitoIdentity(Record):
    FIELDS = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Record):
    FIELDS = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(Record):
    FIELDS = ("custom", "env", "client")


class LambdaContext(Record):
    FIELDS = (
        "aws_request_id",
        "log_group_name",
        "log_stream_name",
        "function_name",
        "memory_limit_in_mb",
        "function_version",
        "invoked_function_arn",
        "client_context",
        "identity",
        "tenant_id",
    )

    def __init__(self, head, log):
        client_context = parsed(head.get("clientContext"), "Client Context")
        identity = parsed(head.get("cognitoIdentity"), "Cognito Identity") or {}
        self.aws_request_id = head["requestId"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = head.get("invokedArn")
        self.tenant_id = None
        self.client_context = None
        if client_context is not None:
            self.client_context = ClientContext(client_context)
            if self.client_context.client is not None:
                self.client_context.client = Client(self.client_context.client)
        self.identity = CognitoIdentity()
        self.identity.cognito_identity_id = identity.get("cognitoIdentityId")
        self.identity.cognito_identity_pool_id = identity.get("cognitoIdentityPoolId")
        self._epoch_deadline_time_in_ms = head["deadlineMs"]
        self._log = log

    def get_remaining_time_in_millis(self):
        return max(self._epoch_deadline_time_in_ms - int(time.time() * 1000), 0)

    def log(self, msg):
        self._log.event(str(msg))


def parsed(text, name):
    try:
        return json.loads(text) if text else None
    except ValueError as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (name, error))


# ---- init and invocations


def find_handler(name, log):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error))
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module %s as a handler module" % module_name
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        if (error.name or "").split(".")[0] in ("boto3", "botocore"):
            log.event("boto3 comes with Python on AWS. Here: %s -m pip install boto3" % sys.executable, "WARN")
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        trace = '  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), [trace])
    try:
        return getattr(module, function_name)
    except AttributeError:
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise Fault("Runtime.HandlerNotFound", message)


def answer(handler, head, body, log):
    """The bytes of what the handler returns."""
    context = LambdaContext(head, log)
    try:
        event = json.loads(body)
    except Exception as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)
    result = handler(event, context)
    if isinstance(result, bytes):
        return result
    try:
        return to_json(result).encode()
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def search_for_modules():
    """In the function first, then in its layers, then where this Python looks."""
    opt = sys.argv.pop()
    version = "python%d.%d" % sys.version_info[:2]
    named = os.environ.get("AWS_EXECUTION_ENV", "").replace("AWS_Lambda_", "") or version
    layers = [os.path.join(opt, "python", "lib", name, "site-packages") for name in dict.fromkeys((named, version))]
    # The first entry is the folder of this file, which is no business of the function's.
    sys.path[:1] = [os.environ["LAMBDA_TASK_ROOT"], *layers, os.path.join(opt, "python")]


def run():
    search_for_modules()
    current = {}
    pipe = Pipe()
    log = Log(pipe)
    outputs = sys.stdout, sys.stderr = Output(sys.stdout, log), Output(sys.stderr, log)
    set_up_logging(log, current)

    try:
        handler = find_handler(os.environ["_HANDLER"], log)
    except Exception as error:
        described = describe(error)
        logging.warning(UNHANDLED)
        log.error(described)
        pipe.send(b"I", to_json(described).encode(), errorType=described["errorType"])
        sys.exit(1)
    finally:
        for output in outputs:
            output.end_line()

    pipe.send(b"R")
    while True:
        head, body = pipe.receive()
        current.update(head)
        if head.get("traceId"):
            os.environ["_X_AMZN_TRACE_ID"] = head["traceId"]
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            result = answer(handler, head, body, log)
        except Exception as error:
            described = describe(error, head["requestId"])
            log.error(described)
            kind, result, about = b"E", to_json(described).encode(), {"errorType": described["errorType"]}
        else:
            kind, about = b"A", {}
        finally:
            for output in outputs:
                output.end_line()
        if not pipe.open:
            # A process that the function has forked came back from the handler as well.
            os._exit(0)
        pipe.send(kind, result, **about)


if __name__ == "__main__":
    run()
