import { Problem } from "@recon/api";

/** Long passwords that are guessed first (leaked lists, twelve characters and more). */
const guessedFirst = new Set([
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "123456789012",
  "1234567890123",
  "12345678901234",
  "123456789012345",
  "qwertyuiop123",
  "qwertyuiop1234",
  "qwerty123456",
  "qwerty1234567",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "iloveyou1234",
  "administrator",
  "administrator1",
  "changeme1234",
  "changemenow1",
  "letmein12345",
  "welcome12345",
  "adminadminadmin",
]);

/** Refuses what guessing finds soon: common, repetitive, or made of the person's own address. Length is the schema's. */
export function checkPassword(password: string, owner: { email: string }): void {
  const folded = password.normalize("NFKC").toLowerCase();
  const weak = (why: string) =>
    new Problem("PASSWORD_WEAK", why, { errors: [{ path: "body.newPassword", message: why }] });
  if (guessedFirst.has(folded)) throw weak("This password stands in every list of common passwords; choose another.");
  if (new Set(folded).size < 5) throw weak("The password repeats too few different characters; use at least five.");
  const local = owner.email.split("@")[0] ?? "";
  if (local.length >= 4 && folded.includes(local))
    throw weak("The password contains the e-mail address; choose another.");
}
