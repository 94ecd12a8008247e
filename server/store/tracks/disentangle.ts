/** Chunks of one vessel that overlap, made into such that don't. */
import { merged } from './plan.ts';
import { readChunk } from './read.ts';
import { boxRound, packChunk, type StoredChunk } from './stored-chunk.ts';

/** @param chunks in order of the times at which they begin · @returns chunks that overlap as one, each fix once */
export function disentangled(chunks: readonly StoredChunk[]): StoredChunk[] {
  const apart: StoredChunk[] = [];
  for (const chunk of chunks) {
    const before = apart.at(-1);
    if (!before || chunk.startTime > before.endTime) apart.push(chunk);
    else {
      const fixes = merged(readChunk(before) ?? [], readChunk(chunk) ?? []);
      const thinnedM = Math.max(before.thinnedM, chunk.thinnedM);
      const round = boxRound(before, chunk);
      if (fixes.length > 0) apart[apart.length - 1] = { ...packChunk(chunk.vesselId, fixes), ...round, thinnedM };
    }
  }
  return apart;
}
