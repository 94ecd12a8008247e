/** Cuts what arrived in one piece into the parts that make sense by themselves, and keeps where in the journal each stands. Pure. */

/** Bytes of one journal record's payload. */
export interface Slice {
  /** Of the record: byte position in the journal. */
  position: number;
  /** In its payload. */
  offset: number;
  bytes: number;
}

/** Consecutive bytes of one stream, from one record or several. */
export interface Run {
  position: number;
  /** At which `bytes` begin in the record's payload. */
  offset: number;
  bytes: Buffer;
}

/** Ends of lines, beginnings of NAF records, beginnings of objects in a list. */
const CUT = /\n|\/\/SR(?=\/\/)|[[,}]\s*(?=\{)/g;

/** @returns ends of the parts, in order; the last is the length */
export function partEnds(bytes: Buffer): number[] {
  const text = bytes.toString('latin1');
  const ends: number[] = [];
  for (const match of text.matchAll(CUT)) {
    const end = match[0].startsWith('//') ? match.index : match.index + match[0].length;
    if (end > (ends.at(-1) ?? 0)) ends.push(end);
  }
  if ((ends.at(-1) ?? 0) < bytes.length) ends.push(bytes.length);
  return ends;
}

/** What stands behind the last line end: the beginning of something whose rest comes with the next record. */
export function unfinished(runs: readonly Run[]): Run[] {
  const last = runs.at(-1);
  if (!last) return [];
  const end = Math.max(last.bytes.lastIndexOf(0x0a), last.bytes.lastIndexOf(0x0d)) + 1;
  if (end === 0) return [...runs];
  if (end === last.bytes.length) return [];
  return [{ position: last.position, offset: last.offset + end, bytes: Buffer.from(last.bytes.subarray(end)) }];
}

/** Where the bytes from `from` to `to` of the joined runs stand in the journal. */
export function slicesOf(runs: readonly Run[], from: number, to: number): Slice[] {
  const slices: Slice[] = [];
  let begin = 0;
  for (const { position, offset, bytes } of runs) {
    const first = Math.max(from, begin);
    const end = Math.min(to, begin + bytes.length);
    if (first < end) slices.push({ position, offset: offset + first - begin, bytes: end - first });
    begin += bytes.length;
  }
  return slices;
}

/** Slices of one record that touch or overlap as one, in order. */
export function united(slices: readonly Slice[]): Slice[] {
  const sorted = slices.toSorted((a, b) => a.position - b.position || a.offset - b.offset);
  const out: Slice[] = [];
  for (const slice of sorted) {
    const last = out.at(-1);
    if (last && last.position === slice.position && slice.offset <= last.offset + last.bytes)
      last.bytes = Math.max(last.bytes, slice.offset + slice.bytes - last.offset);
    else out.push({ ...slice });
  }
  return out;
}
