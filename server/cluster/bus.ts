/**
 * Word of what has just been written, to whoever shows it. A hint only: what a message says is in the store, and whoever has
 * missed one sees the gap and reads there. So it may lose messages and be away.
 */
import type { SharedMap } from '../ingest/room.ts';
import type { Content } from './partition.ts';

/** What one piece of a partition brought. */
export interface Word {
  partition: number;
  /** Journal positions that the partition had reached before and has reached now. */
  from: number;
  to: number;
  alertSeq: number;
  coversTo?: number;
  content?: Pick<Content, 'vessels' | 'latest' | 'alerts' | 'feeds' | 'outcomes'> & {
    deliveriesChanged: boolean;
    documents: string[];
    sharedMap: SharedMap[];
  };
}

export interface Bus {
  /** Does not wait, and does not fail: nobody may be listening. */
  publish(word: Word): void;
  subscribe(listener: (word: Word) => void): void;
}
