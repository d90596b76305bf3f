import { existsSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { ReconError } from "@recon/core/errors";
import { EventHub } from "../events/event-hub.ts";
import { resetUserPassword } from "../services/users/administrator.ts";
import { openStore } from "../store/open-store.ts";
import { configure } from "./configure.ts";

/**
 * `recon admin reset EMAIL`: gives a person a new random password, enables them and ends their sessions. Works beside a
 * running server and without one, on the store that the environment names. Fails with USAGE or INPUT_MISSING.
 */
export async function resetPassword(env: NodeJS.ProcessEnv, email: string): Promise<string> {
  const { config } = configure(env);
  const isEmbedded = config.databaseUrl === undefined;
  if (isEmbedded && !existsSync(join(config.dataDir, "store.sqlite"))) {
    throw new ReconError(
      "INPUT_MISSING",
      `there is no store in ${config.dataDir}; set DATA_DIR or DATABASE_URL as the server has it`,
    );
  }
  const store = openStore({ ...config, shared: true });
  const clock = { now: () => new Date() };
  // Nobody listens in this process; a running server looks at its open connections again by itself.
  const events = new EventHub({ store: store.db, log: pino({ level: "silent" }), pollMs: 1_000, pollPushedMs: 1_000 });
  try {
    const password = await resetUserPassword({ config, store: store.db, clock, events }, email);
    if (password === undefined) throw new ReconError("USAGE", `nobody has the address ${email}`);
    return password;
  } finally {
    await store.close();
  }
}
