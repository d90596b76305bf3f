import { type Block, splitBlock } from "./block.ts";
import { type Components, connectedComponents } from "./components.ts";

/** Enough edges that setting up a network no longer counts, few enough that it stays in the processor's cache. */
const lotSize = 2_000;

/** Cuts a block into its connected components. */
export function splitByConnection(block: Block): Block[] {
  const { count, ofLeft } = componentsOf(block);
  return splitBlock(
    block,
    block.lefts.map((left) => ofLeft[left]!),
    count,
  );
}

/**
 * Cuts a block between its connected components: each star (a single class on one side) becomes a block, the others
 * share blocks as long as they are small. A hundred thousand tiny networks would cost far more than a few hundred.
 */
export function splitIntoLots(block: Block): { stars: Block[]; lots: Block[] } {
  const components = componentsOf(block);
  const isStar = findStars(components);
  const sizes = new Int32Array(components.count);
  for (const left of block.lefts) sizes[components.ofLeft[left]!]!++;
  let starCount = 0;
  let lotCount = 0;
  let room = 0;
  const places = Int32Array.from(sizes, (size, component) => {
    if (isStar[component] === 1) return starCount++;
    if (size > room) [lotCount, room] = [lotCount + 1, lotSize];
    room -= size;
    return lotCount - 1;
  });
  const split = (wanted: number, count: number): Block[] => {
    const partOfEdge = block.lefts.map((left) => {
      const component = components.ofLeft[left]!;
      return isStar[component] === wanted ? places[component]! : -1;
    });
    return count === 0 ? [] : splitBlock(block, partOfEdge, count);
  };
  return { stars: split(1, starCount), lots: split(0, lotCount) };
}

function componentsOf({ leftCounts, rightCounts, lefts, rights }: Block): Components {
  return connectedComponents({ leftSize: leftCounts.length, rightSize: rightCounts.length, lefts, rights });
}

/** 1 for each component with a single node on one side. */
function findStars({ count, ofLeft, ofRight }: Components): Uint8Array {
  const tally = (side: Int32Array) => {
    const nodes = new Int32Array(count);
    for (const component of side) if (component !== -1) nodes[component]!++;
    return nodes;
  };
  const lefts = tally(ofLeft);
  const rights = tally(ofRight);
  return Uint8Array.from(lefts, (size, component) => (size === 1 || rights[component] === 1 ? 1 : 0));
}
