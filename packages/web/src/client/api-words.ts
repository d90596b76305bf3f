import { t } from "@lingui/core/macro";

/** The words of the API that people read: outcomes, states, types, roles, steps. */
const words: Readonly<Record<string, string>> = {
  // Outcomes and what a person decides.
  matched: t`matched`,
  accepted: t`accepted`,
  rejected: t`rejected`,
  split: t`split`,
  open: t`open`,
  differs: t`differs`,
  suggested: t`suggested`,
  unmatched: t`unmatched`,
  duplicate: t`duplicate`,
  excluded: t`excluded`,
  writtenOff: t`written off`,
  none: t`none`,
  // States of runs, jobs, files, people and servers.
  active: t`active`,
  disabled: t`disabled`,
  completed: t`completed`,
  "with breaks": t`with breaks`,
  ready: t`ready`,
  running: t`running`,
  queued: t`queued`,
  processing: t`processing`,
  failed: t`failed`,
  cancelled: t`cancelled`,
  ok: t`ok`,
  up: t`up`,
  down: t`down`,
  absent: t`absent`,
  degraded: t`degraded`,
  unended: t`unended`,
  essential: t`essential`,
  stopped: t`stopped`,
  starting: t`starting`,
  stopping: t`stopping`,
  // What a server depends on.
  "file system": t`file system`,
  database: t`database`,
  process: t`process`,
  // The steps of a start.
  load: t`load`,
  configuration: t`configuration`,
  listen: t`listen`,
  secrets: t`secrets`,
  store: t`store`,
  migrations: t`migrations`,
  redis: "redis",
  jobs: t`jobs`,
  routes: t`routes`,
  "self-probe": t`self-probe`,
  // Sides, and the columns that make a signed amount.
  left: t`left`,
  right: t`right`,
  column: t`column`,
  debit: t`debit`,
  credit: t`credit`,
  // Types of fields and columns.
  text: t`text`,
  number: t`number`,
  money: t`money`,
  currency: t`currency`,
  date: t`date`,
  // How a file is read.
  encoding: t`encoding`,
  delimiter: t`delimiter`,
  sheet: t`sheet`,
  // Roles, and what somebody may do in a project.
  admin: t`administrator`,
  manager: t`manager`,
  analyst: t`analyst`,
  viewer: t`viewer`,
  manage: t`manage`,
  work: t`work`,
  read: t`read`,
};

/** A word of the API in the person's language; what is new to this list is shown as it came. */
export const wordOf = (word: string): string => words[word] ?? word;
