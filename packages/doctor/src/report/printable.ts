/** Takes control characters out of text that may come from a program's output; line ends and tabs stay. */
export function printable(text: string, _terminal = false): string {
  return text.replaceAll(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
