import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { pino } from "pino";
import type { MembershipRole, ProjectId, Role, UserId } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { storeCheck } from "../boot/open-checked-store.ts";
import type { Config } from "../config/config.ts";
import { EventHub } from "../events/event-hub.ts";
import type { JobSettings } from "../jobs/job-settings.ts";
import { startJobs } from "../jobs/start-jobs.ts";
import { JobBell } from "../jobs/job-bell.ts";
import { Health } from "../observe/health.ts";
import { createMetrics } from "../observe/metrics.ts";
import { Results } from "../results/results.ts";
import { startEvents } from "../events/start-events.ts";
import { createApp } from "../routes/create-app.ts";
import { hashPassword } from "../security/password-hash.ts";
import { startSession } from "../services/auth/start-session.ts";
import type { StoreDialect } from "../store/column-types.ts";
import { migrateStore } from "../store/migrate-store.ts";
import { newId } from "../store/new-id.ts";
import { openStore } from "../store/open-store.ts";
import { createFixedClock, type FixedClock } from "./fixed-clock.ts";
import { testConfig } from "./test-config.ts";
import { createTestStore, type TestStore } from "./test-store.ts";

export interface TestServerOptions {
  /** A store of its own, removed with the server, or one that several servers share. */
  readonly store: StoreDialect | TestStore;
  readonly config?: Partial<Config>;
  readonly clock?: FixedClock;
  /** Also works on jobs. */
  readonly jobs?: Partial<JobSettings> | true;
}

/** A person of the tests, signed in. */
export interface TestUser {
  readonly id: UserId;
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  readonly accessToken: string;
}

/** A server without a port: requests go through `inject`, on a real store. */
export interface TestServer {
  readonly app: FastifyInstance;
  readonly context: AppContext;
  readonly clock: FixedClock;
  createUser(role: Role, overrides?: { email?: string; password?: string }): Promise<TestUser>;
  /** A project made by `by`; `members` gives people a role in it. */
  createProject(by: TestUser, members?: readonly (readonly [TestUser, MembershipRole])[]): Promise<ProjectId>;
  /** One call; `as` signs it, `body` is sent as JSON. */
  call(options: TestCall): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

export interface TestCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly as?: TestUser | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function createTestServer(options: TestServerOptions): Promise<TestServer> {
  const ownsStore = typeof options.store === "string";
  const store = typeof options.store === "string" ? await createTestStore(options.store) : options.store;
  const clock = options.clock ?? createFixedClock();
  const context = await createTestContext(testConfig(store, options.config), clock);
  startEvents(context.events, { redisUrl: context.config.redisUrl, log: context.log });
  const app = await createApp(context);
  await app.ready();
  const jobs =
    options.jobs === undefined
      ? undefined
      : startJobs(context, { pollMs: 100, progressIntervalMs: 50, ...(options.jobs === true ? {} : options.jobs) });
  return {
    app,
    context,
    clock,
    createUser: (role, overrides) => insertUser(context, role, overrides),
    createProject: (by, members) => insertProject(context, by, members ?? []),
    call: (call) => inject(app, call),
    close: async () => {
      await jobs?.stop();
      await app.close();
      await context.events.close();
      await context.results.close();
      await context.openStore.close();
      if (ownsStore) await store.remove();
    },
  };
}

async function createTestContext(config: Config, clock: FixedClock): Promise<AppContext> {
  const opened = openStore(config);
  await migrateStore(opened);
  const log = pino({ level: config.logLevel });
  const metrics = createMetrics();
  const instance = {
    id: newId<string>(),
    startedAt: clock.now().toISOString(),
    version: "0.0.0-test",
    buildHash: "test",
  };
  return {
    config,
    store: opened.db,
    openStore: opened,
    events: new EventHub({ store: opened.db, log, pollMs: 200, pollPushedMs: 1_000 }),
    jobs: new JobBell(),
    results: new Results({ dataDir: config.dataDir, log, memoryBytes: 256 * 2 ** 20 }),
    log,
    metrics,
    health: new Health({ instance, phase: () => "ready", checks: [storeCheck(opened)], metrics }),
    clock,
    instance,
  };
}

function inject(app: FastifyInstance, call: TestCall): Promise<LightMyRequestResponse> {
  return app.inject({
    method: call.method,
    url: call.url,
    headers: {
      ...(call.as === undefined ? {} : { authorization: `Bearer ${call.as.accessToken}` }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { payload: call.body as NonNullable<InjectOptions["payload"]> }),
  });
}

async function insertUser(
  context: AppContext,
  role: Role,
  overrides: { email?: string; password?: string } = {},
): Promise<TestUser> {
  const id = newId<UserId>();
  const email = overrides.email ?? `${role}-${id}@example.com`;
  const password = overrides.password ?? `correct horse ${id}`;
  const at = context.clock.now().toISOString();
  await context.store
    .insertInto("users")
    .values({
      id,
      email,
      name: `Test ${role}`,
      name_key: `test ${role}`,
      role,
      status: "active",
      password_hash: await hashPassword(context.config, password),
      must_change_password: 0,
      preferences: "{}",
      created_at: at,
      updated_at: at,
      last_login_at: null,
      version: 1,
    })
    .execute();
  const { accessToken } = await startSession(context, { userId: id, userAgent: "test" });
  return { id, email, password, role, accessToken };
}

async function insertProject(
  context: AppContext,
  by: TestUser,
  members: readonly (readonly [TestUser, MembershipRole])[],
): Promise<ProjectId> {
  const id = newId<ProjectId>();
  const at = context.clock.now().toISOString();
  const name = `Project ${id}`;
  await context.store
    .insertInto("projects")
    .values({
      id,
      name,
      name_key: name.toLowerCase(),
      description: "",
      status: "active",
      created_at: at,
      created_by: by.id,
      updated_at: at,
      version: 1,
    })
    .execute();
  for (const [user, role] of members) {
    await context.store
      .insertInto("memberships")
      .values({ project_id: id, user_id: user.id, role, created_at: at, version: 1 })
      .execute();
  }
  return id;
}
