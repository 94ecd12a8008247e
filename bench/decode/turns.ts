/**
 * What a decoder's process and the bench say to each other, in lines of JSON. The process says `{"about"}` when it has
 * read the corpus, or `{"missing"}` when it cannot take part. Then, for each line that it reads, it decodes the corpus once
 * and says `{"seconds","messages"}`; at the end of its input it sums up (`Summary`) and ends. The peers in other languages
 * do the same.
 */

export interface Greeting {
  about: string;
}

export interface Turn {
  /** Of decoding alone. */
  seconds: number;
  messages: number;
}

export interface Summary {
  name: string;
  /** VDM and VDO sentences that it was given. */
  sentences: number;
  /** That it made of them. */
  messages: number;
  /** Of every turn. */
  seconds: number[];
  /** Of the whole process, the corpus in memory included; absent where it cannot be had. */
  peakRssMb?: number;
  /** Heap bytes allocated a sentence, absent where it cannot be had. */
  bytesPerSentence?: number;
}
