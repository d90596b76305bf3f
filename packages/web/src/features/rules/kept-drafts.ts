/** Drafts within the browser's session: they survive a reload and a sign-in, and end with the tab. */
const PREFIX = "recon.draft.";

export const keptDraft = (key: string): string | undefined => sessionStorage.getItem(PREFIX + key) ?? undefined;
export const forgetDraft = (key: string): void => sessionStorage.removeItem(PREFIX + key);

export function keepDraft(key: string, text: string): void {
  try {
    sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // The browser's storage is full or closed: the page still holds the text, and warns before it is left.
  }
}

/** The name a draft of a saved plan is kept under: a draft belongs to the version it was begun on. */
export const draftKey = (reconciliationId: string, version: number): string => `${reconciliationId}.${version}`;

/** The newest version before this one on which a draft was left. */
export function versionOfOlderDraft(reconciliationId: string, version: number): number | undefined {
  for (let earlier = version - 1; earlier > 0; earlier--)
    if (keptDraft(draftKey(reconciliationId, earlier)) !== undefined) return earlier;
  return undefined;
}
