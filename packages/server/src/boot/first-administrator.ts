import { randomInt } from "node:crypto";
import type { UserId } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { hashPassword } from "../security/password-hash.ts";
import { newId } from "../store/new-id.ts";

const EMAIL = "admin@recon.local";
/** Without letters and digits that look alike. */
const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** 20 letters from 55: more than 115 bits, easy to type off a screen. */
export function randomPassword(): string {
  const letter = (): string => LETTERS[randomInt(LETTERS.length)]!;
  const group = (): string => Array.from({ length: GROUP_LENGTH }, letter).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** Makes the administrator of a store without people; returns the password to be shown once, or nothing. */
export async function createFirstAdministrator(
  context: AppContext,
): Promise<{ email: string; password: string } | undefined> {
  const password = randomPassword();
  const passwordHash = await hashPassword(context.config, password);
  const at = context.clock.now().toISOString();
  const made = await context.store.transaction().execute(async (store) => {
    const anybody = await store.selectFrom("users").select("id").limit(1).executeTakeFirst();
    if (anybody !== undefined) return false;
    // Several servers may start at once on an empty store: the address is unique, one of them makes it.
    const { numInsertedOrUpdatedRows } = await store
      .insertInto("users")
      .values({
        id: newId<UserId>(),
        email: EMAIL,
        name: "Administrator",
        role: "admin",
        status: "active",
        password_hash: passwordHash,
        must_change_password: 1,
        preferences: "{}",
        created_at: at,
        updated_at: at,
        last_login_at: null,
        version: 1,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  });
  return made ? { email: EMAIL, password } : undefined;
}
