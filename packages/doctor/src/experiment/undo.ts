/** What must be taken away again, also when the doctor itself is interrupted. */
const pending = new Set<() => Promise<unknown>>();

/** Registers the removal of something just made; the returned function removes it and forgets it, once. */
export function undoLater(remove: () => Promise<unknown>): () => Promise<void> {
  pending.add(remove);
  return async () => {
    if (pending.delete(remove)) await remove();
  };
}

/** Removes everything that is still there, the last first; for an interrupted run. */
export async function undoEverything(): Promise<void> {
  for (const remove of [...pending].reverse()) {
    pending.delete(remove);
    await remove().catch(() => undefined);
  }
}
