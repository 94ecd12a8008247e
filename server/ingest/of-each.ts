/**
 * Something of each vessel that has it, made when its turn comes and anew each time: nothing is applied while a commit writes, and
 * a whole fleet's at once would hold up the journal and be held for as long as the commit takes.
 */
export function ofEach<T>(
  vessels: readonly string[],
  of: (id: string) => T | undefined,
): Iterable<[vesselId: string, T]> {
  return {
    *[Symbol.iterator]() {
      for (const id of vessels) {
        const one = of(id);
        if (one !== undefined) yield [id, one];
      }
    },
  };
}
