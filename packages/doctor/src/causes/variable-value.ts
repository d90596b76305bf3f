/** Values worth trying for a variable of a given name, likeliest first. They only serve trials in a clone. */
export function valuesFor(name: string): string[] {
  if (name.endsWith("PORT")) return ["18080"];
  if (/(DATABASE|POSTGRES|PG|DB)\w*_(URL|URI|DSN)$|^DATABASE_URL$/.test(name))
    return ["postgres://trial:trial@127.0.0.1:5432/trial", "sqlite:///tmp/trial.db"];
  if (/REDIS\w*_(URL|URI)$/.test(name)) return ["redis://127.0.0.1:6379/0"];
  if (/MONGO\w*_(URL|URI)$/.test(name)) return ["mongodb://127.0.0.1:27017/trial"];
  if (/(AMQP|RABBIT)\w*_(URL|URI)$/.test(name)) return ["amqp://127.0.0.1:5672/"];
  if (/(URL|URI|ENDPOINT|ORIGIN|ISSUER)S?$/.test(name)) return ["http://127.0.0.1:9/"];
  if (/(HOST|ADDR|ADDRESS|BIND|SERVER)$/.test(name)) return ["127.0.0.1", "127.0.0.1:18080"];
  if (/SECRET|KEY|TOKEN|PASS|SALT|HASH|SIGN|CRED/.test(name))
    return ["4f1d2c3b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f00f"];
  if (
    /(_MS|_S|_SECONDS?|TIMEOUT|INTERVAL|COUNT|SIZE|LIMIT|MAX|MIN|WORKERS|THREADS|RETRIES|CONCURRENCY|POOL|LEVEL_NUM|NUM|_N)$|^(MAX|MIN|NUM)_/.test(
      name,
    )
  )
    return ["10"];
  if (/(DIR|FOLDER|HOME|ROOT)$/.test(name)) return ["/tmp"];
  if (/(FILE|PATH|CONFIG)$/.test(name)) return ["/tmp", "/etc/hostname"];
  if (name.endsWith("LEVEL")) return ["info"];
  if (/(^|_)(ENV|ENVIRONMENT|MODE|STAGE)$/.test(name)) return ["production", "development"];
  if (name.endsWith("REGION")) return ["eu-central-1"];
  if (/(ENABLED?|DISABLED?|FLAG|DEBUG|ACCEPT\w*|EULA|AGREE\w*)$/.test(name)) return ["true", "1", "yes"];
  if (/E?MAIL$/.test(name)) return ["trial@example.org"];
  return ["trial", "1", "true"];
}
