/** One decoder in this process: what runner.ts asks of each. */

export interface Decoder {
  /** Version and what its result is, in a few words. */
  about: string;
  /** Sentences that it is given; known when it has decoded. */
  sentences: number;
  /** Decodes the whole corpus, from the first state. @returns how many messages it made */
  decode(): number | Promise<number>;
  /** Peak memory in MB, where that of this process is not meant. */
  peakRssMb?(): number | undefined;
  /** True when it runs in this process, so that what V8 says of the heap is about it. */
  isHere: boolean;
}

/** Paths of the corpus; see CorpusFiles. */
export interface Input {
  published: string;
  bare: string;
}
