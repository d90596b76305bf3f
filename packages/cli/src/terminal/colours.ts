import pc from "picocolors";

/** Colours only where a person looks and has not declined them (https://no-color.org). */
export function colours(stream: NodeJS.WriteStream): ReturnType<typeof pc.createColors> {
  const declined = (process.env["NO_COLOR"] ?? "") !== "" || process.env["TERM"] === "dumb";
  const forced = (process.env["FORCE_COLOR"] ?? "") !== "";
  return pc.createColors(!declined && (forced || stream.isTTY === true));
}
