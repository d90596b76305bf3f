// Loaded into Node programs by NODE_OPTIONS=--require in a clone. Writes what it sees as JSON lines to DOCTOR_PROBE and
// changes nothing that the program can notice. Old syntax on purpose: it runs in whatever Node the program uses.
"use strict";
(function probe() {
  var file = process.env.DOCTOR_PROBE;
  if (!file) return;
  delete process.env.DOCTOR_PROBE;
  var helps = (process.env.DOCTOR_HELP || "").split(",");
  delete process.env.DOCTOR_HELP;
  var workers;
  try {
    workers = require("worker_threads");
    if (!workers.isMainThread) return;
  } catch {}
  var fs = require("fs");
  var net = require("net");
  var stream = require("stream");
  var append = fs.appendFileSync;
  var env = process.env;
  var started = Date.now();
  var seen = 0;

  function record(kind, fields) {
    if (seen++ > 2000) return;
    try {
      append(
        file,
        JSON.stringify(Object.assign({ kind: kind, pid: process.pid, atMs: Date.now() - started }, fields)) + "\n",
      );
    } catch {}
  }

  // The place in the program's own code, and whether a library of it asked.
  function place() {
    var limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 30;
    var stack = String(new Error().stack).split("\n").slice(1);
    Error.stackTraceLimit = limit;
    var own = stack.filter(function (line) {
      return (
        line.indexOf(__filename) === -1 &&
        line.indexOf("node:") === -1 &&
        line.indexOf("(internal/") === -1 &&
        /([\\/(]|\[eval).*:\d+:\d+/.test(line)
      );
    });
    var first = own[0] || "";
    var match = /\(?((?:file:\/\/)?\/[^()]*?|\[eval\]):(\d+):\d+\)?$/.exec(first);
    return {
      at: match ? match[1].replace("file://", "") + ":" + match[2] : "",
      library: first.indexOf("node_modules") !== -1,
      stack: own.slice(0, 6).map(function (line) {
        return line.trim();
      }),
    };
  }

  var reported = {};
  function readVariable(name) {
    if (
      typeof name !== "string" ||
      name in env ||
      reported[name] ||
      /^(NODE_(OPTIONS|DEBUG|PATH|ENV|EXTRA_CA|TLS|NO_|V8|CHANNEL|UNIQUE|CLUSTER|DISABLE|PENDING|PRESERVE|REPL|USE_|COMPILE|TEST|ICU|REDIRECT|SKIP|WATCH)|npm_|DEBUG$|FORCE_COLOR|NO_COLOR|TERM|CI$|TMPDIR|DOCTOR_)/.test(
        name,
      )
    )
      return;
    var where = place();
    if (where.at === "") return;
    reported[name] = true;
    record("undefined-variable", { name: name, at: where.at, library: where.library });
  }
  try {
    Object.defineProperty(process, "env", {
      configurable: true,
      enumerable: true,
      writable: true,
      value: new Proxy(env, {
        get: function (target, name) {
          readVariable(name);
          return target[name];
        },
        has: function (target, name) {
          if (!(name in target)) readVariable(name);
          return name in target;
        },
        getOwnPropertyDescriptor: function (target, name) {
          if (!(name in target)) readVariable(name);
          return Object.getOwnPropertyDescriptor(target, name);
        },
      }),
    });
  } catch {}

  var exit = process.exit;
  process.exit = function (code) {
    var where = place();
    record("exit-called", {
      code: code === undefined ? (process.exitCode === undefined ? 0 : Number(process.exitCode)) : Number(code),
      at: where.at,
      stack: where.stack,
    });
    if (helps.indexOf("flush") !== -1) {
      var waited = 0;
      setInterval(function () {
        var left = 0;
        pending.forEach(function (target) {
          left += target.writableLength;
        });
        if (left === 0 || ++waited > 200) exit.call(process, code);
      }, 10);
      return undefined;
    }
    return exit.apply(process, arguments);
  };
  var kill = process.kill;
  process.kill = function (pid, signal) {
    if (pid === process.pid) record("self-signal", { signal: String(signal || "SIGTERM"), at: place().at });
    return kill.apply(process, arguments);
  };
  var abort = process.abort;
  process.abort = function () {
    record("abort-called", { at: place().at });
    return abort.apply(process, arguments);
  };

  // Anything may be thrown, undefined included.
  function fieldOf(error, field) {
    return error === null || error === undefined || error[field] === undefined ? "" : `${error[field]}`;
  }

  function resources() {
    try {
      return process.getActiveResourcesInfo();
    } catch {
      return [];
    }
  }
  var created = [];
  process.on("beforeExit", function (code) {
    if (helps.indexOf("listen") !== -1 && created.length > 0 && listening === 0) {
      listening++;
      created[0].listen(0, "127.0.0.1");
      return;
    }
    record("drained", { code: code, resources: resources() });
  });
  process.on("uncaughtExceptionMonitor", function (error, origin) {
    record("uncaught", {
      origin: origin,
      name: fieldOf(error, "name"),
      message: String(error && error.message !== undefined ? error.message : error).slice(0, 400),
      code: String((error && error.code) || ""),
      stack: fieldOf(error, "stack").split("\n").slice(0, 8),
    });
  });

  var servers = 0;
  var listening = 0;
  var listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function () {
    var server = this;
    listening++;
    record("listen-called", { at: place().at });
    server.once("listening", function () {
      record("listening", {});
    });
    return listen.apply(this, arguments);
  };
  var emit = net.Server.prototype.emit;
  net.Server.prototype.emit = function (event, error) {
    if (event === "error" && error) {
      record("server-error", {
        code: String(error.code || ""),
        port: Number(error.port || 0),
        message: String(error.message).slice(0, 200),
        handled: this.listenerCount("error") > 0,
      });
    }
    return emit.apply(this, arguments);
  };
  try {
    ["http", "https"].forEach(function (name) {
      var module = require(name);
      var create = module.createServer;
      module.createServer = function () {
        servers++;
        record("server-created", { at: place().at });
        var server = create.apply(this, arguments);
        created.push(server);
        return server;
      };
    });
    var createNet = net.createServer;
    net.createServer = function () {
      servers++;
      record("server-created", { at: place().at });
      var server = createNet.apply(this, arguments);
      created.push(server);
      return server;
    };
    require("module").syncBuiltinESMExports();
  } catch {}

  // Streams with bytes that were accepted and not yet written.
  var pending = new Set();
  var write = stream.Writable.prototype.write;
  stream.Writable.prototype.write = function () {
    var result = write.apply(this, arguments);
    if (this.writableLength > 0 && pending.size < 50) pending.add(this);
    return result;
  };
  function textOf(target) {
    try {
      var state = target._writableState;
      var chunks = state.getBuffer ? state.getBuffer() : [];
      var text = chunks
        .map(function (entry) {
          return entry && entry.chunk ? String(entry.chunk) : "";
        })
        .join("");
      return text;
    } catch {
      return "";
    }
  }

  // Rejections that somebody caught leave no trace but their own settling.
  var rejections = [];
  var inspect = require("util").inspect;
  try {
    var promiseHooks = require("v8").promiseHooks;
    var busy = false;
    promiseHooks.createHook({
      settled: function (promise) {
        if (busy || rejections.length > 40) return;
        busy = true;
        if (!examine(promise) && later.length < 3000) later.push(promise);
        busy = false;
      },
    });
  } catch {}

  // A promise of an async function is still pending when its hook runs: it is looked at again at the end.
  var later = [];
  function examine(promise) {
    try {
      var text = inspect(promise, { depth: 0, breakLength: Infinity, customInspect: false });
      if (text.indexOf("<pending>") !== -1) return false;
      var match = /^Promise \{\s*<rejected> ([\s\S]*)\}$/.exec(text);
      if (match) {
        var reason = match[1].trim();
        var first = reason.split("\n")[0];
        if (rejections.length === 0 || rejections[rejections.length - 1].first !== first) {
          var own =
            reason.split("\n").filter(function (line) {
              return /^\s+at /.test(line) && line.indexOf("node:") === -1;
            })[0] || "";
          var at = /\(?((?:file:\/\/)?\/[^()]*?):(\d+):\d+\)?$/.exec(own.trim());
          var code = /code: '(\w+)'/.exec(reason);
          rejections.push({
            first: first,
            at: at ? at[1].replace("file://", "") + ":" + at[2] : "",
            code: code ? code[1] : "",
          });
        }
      }
    } catch {}
    return true;
  }

  // Errors of the program's own code that somebody caught: only the last ones matter.
  var caught = [];
  try {
    var inspector = require("inspector");
    var session = new inspector.Session();
    session.connect();
    // A frame names its script by number only.
    var scripts = {};
    session.on("Debugger.scriptParsed", function (message) {
      scripts[message.params.scriptId] = message.params.url.replace("file://", "");
    });
    session.on("Debugger.paused", function (message) {
      if (message.params.reason !== "exception") return;
      var own = message.params.callFrames.filter(function (each) {
        var from = scripts[each.location.scriptId] || "";
        return from[0] === "/" && from.indexOf("/node_modules/") === -1;
      })[0];
      if (own === undefined || scripts[message.params.callFrames[0].location.scriptId] === __filename) return;
      var data = message.params.data || {};
      caught.push({
        message: String(data.description || data.value || "")
          .split("\n")[0]
          .slice(0, 300),
        at: scripts[own.location.scriptId] + ":" + (own.location.lineNumber + 1),
        when: Date.now(),
        reads: Object.keys(reported),
      });
      if (caught.length > 3) caught.shift();
    });
    session.post("Debugger.enable");
    session.post("Debugger.setPauseOnExceptions", { state: "all" });
  } catch {}

  process.on("exit", function (code) {
    caught.forEach(function (error) {
      record("caught", {
        message: error.message,
        at: error.at,
        reads: error.reads,
        beforeEndMs: Date.now() - error.when,
      });
    });
    later.forEach(examine);
    rejections.forEach(function (rejection) {
      record("rejection", { message: rejection.first.slice(0, 300), at: rejection.at, code: rejection.code });
    });
    var lost = 0;
    var text = "";
    pending.forEach(function (target) {
      if (target.writableLength > 0 && !(target instanceof net.Socket && target.remoteAddress)) {
        lost += target.writableLength;
        text += textOf(target);
      }
    });
    if (lost > 0) record("pending-output", { bytes: lost, text: text.slice(0, 2000) });
    record("exit", {
      code: code,
      resources: resources(),
      servers: servers,
      listening: listening,
      modules: Object.keys(require.cache || {})
        .filter(function (name) {
          return /node_modules[\\/](express|fastify|koa|@hapi|ws|socket\.io|restify|@nestjs)/.test(name);
        })
        .slice(0, 3),
    });
  });
})();
