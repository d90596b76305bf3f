import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const JOB_SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200];

/** Every metric that the server gives out; dashboards and alerts may name these and no others. */
export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own for each server, so that several can live in one process of tests. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <const L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const gauge = <const L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const seconds = <const L extends string>(
    name: string,
    help: string,
    more: { labels: readonly L[]; buckets?: number[] },
  ): Histogram<L> =>
    new Histogram({ name, help, labelNames: [...more.labels], buckets: more.buckets ?? SECONDS, registers });

  return {
    registry,
    /** Process and event loop metrics; not in tests, where they would be collected once per server. */
    collectProcess: () => collectDefaultMetrics({ register: registry }),

    info: gauge("recon_info", "Always 1; the labels say which build runs.", ["version", "build"]),
    ready: gauge("recon_ready", "1 while the server is ready."),
    startSeconds: gauge("recon_start_phase_seconds", "How long each phase of the start took.", ["phase"]),

    httpSeconds: seconds("recon_http_request_seconds", "Time from a request to the end of its answer.", {
      labels: ["method", "route", "status"],
    }),
    httpInFlight: gauge("recon_http_requests_in_flight", "Requests being answered."),
    httpRefused: counter("recon_http_requests_refused_total", "Requests refused by back-pressure.", ["reason"]),

    jobsQueued: gauge("recon_jobs_queued", "Jobs that wait.", ["kind"]),
    jobsRunning: gauge("recon_jobs_running", "Jobs that this server works on.", ["kind"]),
    jobsEnded: counter("recon_jobs_ended_total", "Jobs that ended here.", ["kind", "outcome"]),
    jobsRetried: counter("recon_jobs_retried_total", "Jobs given back for another try.", ["kind", "cause"]),
    jobSeconds: seconds("recon_job_seconds", "Time a job took.", { labels: ["kind"], buckets: JOB_SECONDS }),
    leasesLost: counter("recon_job_leases_lost_total", "Leases that ran out under a working job."),

    engineRows: counter("recon_engine_rows_total", "Records reconciled."),
    engineRowsPerSecond: gauge("recon_engine_rows_per_second", "Rate of the last run that ended."),
    breaks: counter("recon_breaks_total", "Breaks found by runs that ended.", ["kind"]),

    storeSeconds: seconds("recon_store_check_seconds", "Round trip of the store's health check.", { labels: [] }),
    storeUp: gauge("recon_store_up", "1 while the store answers."),
    redisSeconds: seconds("recon_redis_check_seconds", "Round trip of Redis's health check.", { labels: [] }),
    redisUp: gauge("recon_redis_up", "1 while Redis answers; absent without Redis."),
    diskFreeBytes: gauge("recon_data_disk_free_bytes", "Free space in the data folder."),

    eventsPublished: counter("recon_events_published_total", "Events written to the store.", ["type"]),
    eventsSent: counter("recon_events_sent_total", "Events sent to sockets."),
    sockets: gauge("recon_sockets", "Open WebSockets."),

    authEvents: counter("recon_auth_events_total", "Sign-ins and what became of them.", ["event", "outcome"]),
    rateLimited: counter("recon_rate_limited_total", "Calls refused by a rate limit.", ["budget"]),
    uploadBytes: counter("recon_upload_bytes_total", "Bytes received as uploads."),
    exports: counter("recon_exports_total", "Exports by format.", ["format"]),
  };
}
