import type { Command } from "commander";

/** `recon admin …`: what an administrator does at the machine, when the API cannot help. */
export function addAdmin(program: Command): void {
  const admin = program
    .command("admin")
    .description("help for a server's administrator, on the store that the environment names");
  admin
    .command("reset")
    .description("give a person a new password, enable them, end their sessions")
    .argument("<email>", "whose password to reset")
    .addHelpText("after", "\nDATA_DIR or DATABASE_URL must be as the server has them; the server may be running.")
    .action(async (email: string) => {
      // The server's store is four hundred modules that no other command needs.
      const { resetPassword } = await import("@recon/server/admin");
      const password = await resetPassword(process.env, email);
      console.log(`${email} password ${password}`);
      console.error("recon: to be changed at the next sign-in");
    });
  for (const command of admin.commands) command.exitOverride().showSuggestionAfterError(true);
}
