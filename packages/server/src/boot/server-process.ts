/** The server's own process, started by the launcher. Nothing is loaded here but what must be able to speak when loading fails. */
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { guardProcess } from "./guard-process.ts";
import { ServerLife } from "./server-life.ts";

// Whatever the data folder's own mode is: its files hold secrets and other people's records.
process.umask(0o077);
const life = new ServerLife(process.env);
// Inside the data folder: code from a shared temporary folder could be anybody's.
enableCompileCache(join(life.identity.dataDir, "cache", "compile"));
guardProcess(life);
life.enter("load");
import("./run-server.ts").then(({ runServer }) => runServer(life)).catch((error: unknown) => life.fail(error));
