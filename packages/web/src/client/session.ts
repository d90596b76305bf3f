import { useSyncExternalStore } from "react";
import { CallFailed, createClient, login, logout, refresh, type SignedIn, type User } from "@recon/api";

/** Who is signed in. The access token lives in memory only; the refresh cookie is out of reach for scripts. */
export type Session =
  | { readonly kind: "unknown" }
  | { readonly kind: "anonymous"; readonly hasEnded: boolean }
  | { readonly kind: "signedIn"; readonly user: User; readonly mustChangePassword: boolean };

let session: Session = { kind: "unknown" };
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export const client = createClient({
  baseUrl: "",
  onAccessToken(token) {
    if (token === undefined && session.kind === "signedIn") become({ kind: "anonymous", hasEnded: true });
  },
});

export const currentSession = (): Session => session;

export function useSession(): Session {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentSession);
}

function enter({ accessToken, user, mustChangePassword }: SignedIn): void {
  client.useAccessToken(accessToken);
  become({ kind: "signedIn", user, mustChangePassword });
}

let resuming: Promise<void> | undefined;

/** Goes on with the session of the refresh cookie, if there is one. */
export function resumeSession(): Promise<void> {
  resuming ??= client.call(refresh, {}).then(enter, (error: unknown) => {
    resuming = undefined;
    if (!(error instanceof CallFailed) || error.status >= 500) throw error;
    become({ kind: "anonymous", hasEnded: false });
  });
  return resuming;
}

export async function signIn(email: string, password: string): Promise<void> {
  enter(await client.call(login, { body: { email, password } }));
}

/** The person has another name from now on. */
export function renameSelf(name: string): void {
  if (session.kind === "signedIn") become({ ...session, user: { ...session.user, name } });
}

export async function signOut(): Promise<void> {
  await client.call(logout, {}).catch(() => undefined);
  client.useAccessToken(undefined);
  become({ kind: "anonymous", hasEnded: false });
}
