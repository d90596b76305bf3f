/** A stretch of a value, and whether the other side has it too. */
export interface Stretch {
  readonly text: string;
  readonly differs: boolean;
}

/** Beyond this the common subsequence costs too much for a keystroke; only the ends are compared then. */
const LONGEST_CHARS = 300;

/** Marks inside two values what one has and the other has not, by their longest common subsequence. */
export function markDifferences(
  left: string,
  right: string,
): { readonly left: readonly Stretch[]; readonly right: readonly Stretch[] } {
  let head = 0;
  while (head < left.length && left[head] === right[head]) head++;
  let tail = 0;
  const most = Math.min(left.length, right.length) - head;
  while (tail < most && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const inner = (text: string): string => text.slice(head, text.length - tail);
  const { own, other } = hideCoincidences(commonMarks(inner(left), inner(right)), head + tail);
  const whole = (text: string, marks: readonly boolean[]): readonly Stretch[] =>
    gather(text, [...Array<boolean>(head).fill(false), ...marks, ...Array<boolean>(tail).fill(false)]);
  return { left: whole(left, own), right: whole(right, other) };
}

/** Letters that two unrelated words happen to share are no agreement: then all of both is marked. */
function hideCoincidences({ own, other }: Marks, ends: number): Marks {
  const common = own.filter((differs) => !differs).length;
  const isAlike = 2 * (common + ends) >= Math.max(own.length, other.length) + ends;
  return isAlike ? { own, other } : { own: own.map(() => true), other: other.map(() => true) };
}

interface Marks {
  readonly own: readonly boolean[];
  readonly other: readonly boolean[];
}

function commonMarks(left: string, right: string): Marks {
  const own = Array<boolean>(left.length).fill(true);
  const other = Array<boolean>(right.length).fill(true);
  if (left.length > LONGEST_CHARS || right.length > LONGEST_CHARS) return { own, other };
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      own[i++] = false;
      other[j++] = false;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return { own, other };
}

function gather(text: string, marks: readonly boolean[]): readonly Stretch[] {
  const stretches: { text: string; differs: boolean }[] = [];
  for (const [at, differs] of marks.entries()) {
    const before = stretches.at(-1);
    if (before?.differs === differs) before.text += text[at] ?? "";
    else stretches.push({ text: text[at] ?? "", differs });
  }
  return stretches;
}
