import { Problem, type RunId } from "@recon/api";
import type { RecordFacts, ReviewFacts } from "../../results/lists/read-facts.ts";
import type { Store } from "../../store/tables.ts";
import { readItems, readMembers } from "./item-store.ts";
import { parseSubject, recordSubject, untouchedGroup, untouchedRecord, type ItemState } from "./item-state.ts";

/** The states that a decision is about, read after the run's decisions were locked. */
export class ReviewState {
  readonly #store: Store;
  readonly #runId: RunId;
  readonly #initial = new Map<string, ItemState>();
  readonly #members = new Map<string, readonly RecordFacts[]>();
  readonly #items: Map<string, ItemState>;

  private constructor(
    store: Store,
    { runId, facts, items }: { runId: RunId; facts: ReviewFacts; items: Map<string, ItemState> },
  ) {
    this.#store = store;
    this.#runId = runId;
    this.#items = items;
    for (const record of facts.records) this.#initial.set(recordSubject(record), untouchedRecord(record));
    for (const group of facts.groups) {
      const state = untouchedGroup(group);
      this.#initial.set(state.subject, state);
      this.#members.set(state.subject, group.members);
      for (const member of group.members) this.#initial.set(recordSubject(member), untouchedRecord(member));
    }
  }

  static async read(
    store: Store,
    { runId, facts, subjects }: { runId: RunId; facts: ReviewFacts; subjects: readonly string[] },
  ): Promise<ReviewState> {
    const members = facts.groups.flatMap((group) => group.members.map(recordSubject));
    const items = await readItems(store, runId, [...new Set([...subjects, ...members])]);
    return new ReviewState(store, { runId, facts, items });
  }

  /** By now; a subject that the run does not know is not found. */
  item(subject: string): ItemState {
    const state = this.#items.get(subject) ?? this.#initial.get(subject);
    if (state === undefined) throw new Problem("NOT_FOUND", `This run has no ${subject}.`);
    return state;
  }

  initial(subject: string): ItemState | undefined {
    return this.#initial.get(subject);
  }

  /** Of a group of the run those that it had; of one that review made those that it has. Of a record none. */
  async members(subject: string): Promise<readonly ItemState[]> {
    const parsed = parseSubject(subject);
    if ("side" in parsed) return [];
    if (parsed.groupId < 0) {
      const members = await readMembers(this.#store, this.#runId, parsed.groupId);
      for (const member of members) this.#items.set(member.subject, member);
      return members;
    }
    return (this.#members.get(subject) ?? []).map((member) => this.item(recordSubject(member)));
  }

  facts(subject: string): readonly RecordFacts[] {
    return this.#members.get(subject) ?? [];
  }
}
