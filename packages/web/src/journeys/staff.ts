import {
  addMember,
  changePassword,
  createClient,
  createUser,
  listProjects,
  listRuns,
  login,
  type Client,
  type MembershipRole,
  type ProjectId,
  type Run,
} from "@recon/api";
import type { Page } from "playwright-core";
import type { BuiltServer } from "./serve-built.ts";
import { ownPassword } from "./walk-in.ts";

const firstPassword = "first things come first";

export interface Staff {
  /** The administrator's own calls. */
  readonly client: Client;
  readonly projectId: ProjectId;
  /** The finished run of the bundled example. */
  readonly run: Run;
  /** Adds somebody to the example's project, ready to sign in with `ownPassword`. */
  invite(name: string, email: string, role: MembershipRole): Promise<void>;
}

/** The administrator of a new server with a password of their own, before any browser is open. */
export async function hireStaff(server: BuiltServer): Promise<Staff> {
  const client = await enter(server, server.email, server.password);
  const run = await finishedRun(client);
  const [project] = (await client.call(listProjects, {})).items;
  if (project === undefined) throw new Error("the example's project is missing");
  return {
    client,
    run,
    projectId: project.id,
    async invite(name, email, role) {
      const { id } = await client.call(createUser, { body: { name, email, role, password: firstPassword } });
      await client.call(addMember, { params: { projectId: project.id }, body: { userId: id, role } });
      await enter(server, email, firstPassword);
    },
  };
}

async function enter({ url }: BuiltServer, email: string, password: string): Promise<Client> {
  const client = createClient({ baseUrl: url, fetch: patientFetch });
  const use = async (given: string): Promise<void> => {
    client.useAccessToken((await client.call(login, { body: { email, password: given } })).accessToken);
  };
  await use(password);
  await client.call(changePassword, { body: { currentPassword: password, newPassword: ownPassword } });
  await use(ownPassword);
  return client;
}

const AGAIN_MS = 500;
const MOST_TIMES = 60;

/** A server that has just started, on a busy machine, may ask for a little patience. */
const patientFetch: typeof fetch = async (input, init) => {
  for (let times = 1; ; times++) {
    const answer = await fetch(input, init);
    if (answer.status !== 503 || times === MOST_TIMES) return answer;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
};

/** A first start reconciles the example by itself. */
async function finishedRun(client: Client): Promise<Run> {
  for (;;) {
    const [run] = (await client.call(listRuns, { query: { status: "completed" } })).items;
    if (run !== undefined) return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Signs in and waits for the place that was asked for. */
export async function signInAt(page: Page, email: string, path: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: false }).first().fill(ownPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("E-mail address").waitFor({ state: "detached" });
}
