// Stands in for dependencies in a clone: accepts connections and says as much of the protocol as a client waits for.
// Arguments: READY_FILE, then HOST:PORT or unix:PATH …
"use strict";
var net = require("net");
var fs = require("fs");
var ready = process.argv[2];
var targets = process.argv.slice(3);
var left = targets.length;

function answer(socket, chunk) {
  var text = chunk.toString("latin1");
  if (/^[A-Z]+ \S+ HTTP\/1/.test(text))
    return socket.end(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    );
  if (text[0] === "*" || /^PING/i.test(text))
    return socket.write(/PING/i.test(text) ? "+PONG\r\n" : /HELLO|INFO|GET/i.test(text) ? "$0\r\n\r\n" : "+OK\r\n");
  if (chunk.length === 8 && chunk.readUInt32BE(4) === 80877103) return socket.write("N");
  if (chunk.length > 8 && chunk.readUInt32BE(4) === 196608)
    return socket.write(Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0, 90, 0, 0, 0, 5, 73]));
  return undefined;
}

targets.forEach(function (target) {
  var server = net.createServer(function (socket) {
    socket.on("error", function () {});
    socket.on("data", function (chunk) {
      answer(socket, chunk);
    });
  });
  function done() {
    if (--left === 0) fs.writeFileSync(ready, "ready");
  }
  server.on("error", done);
  if (target.slice(0, 5) === "unix:") {
    fs.mkdirSync(require("path").dirname(target.slice(5)), { recursive: true });
    server.listen(target.slice(5), done);
  } else {
    var colon = target.lastIndexOf(":");
    server.listen({ host: target.slice(0, colon), port: Number(target.slice(colon + 1)) }, done);
  }
});
