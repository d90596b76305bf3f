/** The process that builds one index. */
import { rmSync } from "node:fs";
import { serveWork } from "@recon/duckdb/process";
import { buildIndex, type IndexRequest } from "./build-index.ts";

serveWork<IndexRequest, { readonly rows: number }>({
  work: (request) => buildIndex(request),
  abandoned: ({ workDir }) => rmSync(workDir, { recursive: true, force: true }),
});
