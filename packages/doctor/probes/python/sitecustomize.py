# Loaded into Python programs by PYTHONPATH in a clone. Writes what it sees as JSON lines to DOCTOR_PROBE.
import os
import sys


def _probe():
    path = os.environ.pop("DOCTOR_PROBE", None)
    if not path:
        return
    import json
    import time

    here = os.path.abspath(__file__)
    started = time.time()
    state = {"count": 0}

    def record(kind, **fields):
        state["count"] += 1
        if state["count"] > 2000:
            return
        line = json.dumps(dict(fields, kind=kind, pid=os.getpid(), atMs=int((time.time() - started) * 1000)))
        try:
            with open(path, "a") as out:
                out.write(line + "\n")
        except Exception:
            pass

    def place():
        frame = sys._getframe(1)
        while frame is not None:
            name = frame.f_code.co_filename
            if name != here and not name.startswith("<") and "/lib/python" not in name:
                return "%s:%d" % (os.path.abspath(name), frame.f_lineno), False
            if "site-packages" in name or "dist-packages" in name:
                return "%s:%d" % (name, frame.f_lineno), True
            frame = frame.f_back
        return "", False

    ignored = ("PYTHON", "LC_", "LANG", "TERM", "DOCTOR_", "COLUMNS", "LINES", "NO_COLOR", "SOURCE_DATE")
    reported = set()
    kind = type(os.environ)
    original = kind.__getitem__

    def getitem(self, key):
        try:
            return original(self, key)
        except KeyError:
            if isinstance(key, str) and key not in reported and not key.startswith(ignored):
                at, library = place()
                if at:
                    reported.add(key)
                    record("undefined-variable", name=key, at=at, library=library)
            raise

    kind.__getitem__ = getitem
    contains = kind.__contains__

    def has(self, key):
        found = contains(self, key)
        if not found:
            try:
                getitem(self, key)
            except KeyError:
                pass
        return found

    kind.__contains__ = has

    real_exit = sys.exit

    def exit_called(code=0):
        at, _ = place()
        number = 0 if code is None else code if isinstance(code, int) else 1
        record("exit-called", code=number, at=at, stack=[], message="" if isinstance(code, (int, type(None))) else str(code)[:300])
        real_exit(code)

    sys.exit = exit_called
    hard_exit = os._exit

    def hard(code):
        at, _ = place()
        report_caught()
        record("exit-called", code=code, at=at, stack=[], hard=True)
        hard_exit(code)

    os._exit = hard
    hook = sys.excepthook

    def uncaught(kind, error, trace):
        stack = []
        at = ""
        while trace is not None:
            at = "%s:%d" % (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            stack.append(at)
            trace = trace.tb_next
        code = ""
        number = getattr(error, "errno", None)
        if isinstance(number, int):
            import errno
            code = errno.errorcode.get(number, "")
        record("uncaught", name=kind.__name__, message=str(error)[:400], code=code, stack=stack[-6:], at=at, module=str(getattr(error, "name", "") or ""), file=str(getattr(error, "filename", "") or ""))
        hook(kind, error, trace)

    sys.excepthook = uncaught

    # Errors of the program's own code that somebody caught: only the last ones matter.
    caught = []

    def own(code):
        name = code.co_filename
        return name != here and not name.startswith("<") and "/lib/python" not in name and "-packages" not in name

    def on_error(frame, event, arg):
        if event == "exception":
            kind, error, _ = arg
            if not issubclass(kind, (StopIteration, GeneratorExit, SystemExit, KeyboardInterrupt)):
                caught.append((kind.__name__, str(error)[:300], "%s:%d" % (os.path.abspath(frame.f_code.co_filename), frame.f_lineno), time.time()))
                del caught[:-3]
        return on_error

    def on_call(frame, event, arg):
        if not own(frame.f_code):
            return None
        frame.f_trace_lines = False
        return on_error

    def report_caught():
        for name, message, at, when in caught:
            record("caught", name=name, message=message, at=at, beforeEndMs=int((time.time() - when) * 1000))
        del caught[:]

    if sys.gettrace() is None:
        sys.settrace(on_call)

    import atexit

    def last():
        report_caught()
        names = []
        if "threading" in sys.modules:
            names = [t.name for t in sys.modules["threading"].enumerate() if not t.daemon]
        servers = [name for name in ("http.server", "socketserver", "asyncio", "flask", "fastapi", "uvicorn", "tornado", "aiohttp.web", "django", "gunicorn") if name in sys.modules]
        record("exit", code=0, resources=names, servers=len([s for s in servers if s != "asyncio"]), listening=0, modules=servers)

    atexit.register(last)


def _chain():
    # A sitecustomize of the machine's own must still run.
    import importlib.machinery

    here = os.path.dirname(os.path.abspath(__file__))
    rest = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", rest)
    if spec is not None and spec.loader is not None:
        import importlib.util

        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)


try:
    _probe()
except Exception:
    pass
try:
    _chain()
except Exception:
    pass
