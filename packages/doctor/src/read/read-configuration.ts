import { evidence, type Evidence } from "../evidence/evidence.ts";
import { endedBadly, type Sight } from "./sight.ts";

/** Configuration files that the program opened last and that do not parse. JSON is certain; the rest is for the program to say. */
export async function readConfiguration(sight: Sight): Promise<Evidence[]> {
  if (!endedBadly(sight)) return [];
  const opened = sight.calls
    .filter((call) => call.name.startsWith("open") && call.errno === undefined && !/O_WRONLY|O_CREAT/.test(call.args))
    .map((call) => /"((?:[^"\\]|\\.)*\.json5?)"/.exec(call.args)?.[1] ?? "")
    .filter((path) => path !== "" && !/node_modules|package(-lock)?\.json$|tsconfig/.test(path));
  const found: Evidence[] = [];
  for (const path of new Set(opened.slice(-4))) {
    const place = path.startsWith("/") ? path : `${sight.subject.cwd}/${path}`;
    const bytes = await sight.files.read(place, 1 << 20);
    if (bytes === undefined || path.endsWith("5")) continue;
    try {
      JSON.parse(bytes.toString("utf8"));
    } catch (error) {
      found.push(
        evidence(
          "configuration.unparsable",
          `${path} is no valid JSON: ${error instanceof Error ? error.message.slice(0, 120) : ""}`,
          { path: place },
        ),
      );
    }
  }
  return found;
}
