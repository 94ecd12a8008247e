/** Which vessel is due next: a binary heap, so that a tick costs only what is due. */

interface Entry {
  time: number;
  vessel: string;
}

/** Stale entries beside those that count, before the heap is made anew. */
const MOST_STALE = 1024;

export class Deadlines {
  private heap: Entry[] = [];
  /** The one entry of a vessel that counts; others in the heap are stale. */
  private readonly queued = new Map<string, number>();

  /** The vessel must be looked at once the clock is beyond `time`. An entry that is early already is kept: it is moved on when it comes up. */
  set(vessel: string, time: number | undefined): void {
    if (time === undefined) return;
    const known = this.queued.get(vessel);
    if (known !== undefined && known <= time) return;
    this.queued.set(vessel, time);
    this.push({ time, vessel });
  }

  /** The vessel is no more; what stands in the heap of it is stale. */
  forget(vessel: string): void {
    this.queued.delete(vessel);
  }

  /** Takes out the next vessel whose time lies before `now`; undefined when there is none. */
  due(now: number): string | undefined {
    for (let top = this.heap[0]; top && top.time < now; top = this.heap[0]) {
      this.pop();
      if (this.queued.get(top.vessel) !== top.time) continue;
      this.queued.delete(top.vessel);
      return top.vessel;
    }
    return undefined;
  }

  /** Entries that are held, stale ones included: at most twice as many as vessels, and some. */
  get size(): number {
    return this.heap.length;
  }

  /** Whose time is brought forward again and again would leave an entry behind each time, until the clock gets there. */
  private dropStale(): void {
    this.heap = [...this.queued].map(([vessel, time]) => ({ time, vessel })).sort((a, b) => a.time - b.time);
  }

  private push(entry: Entry): void {
    if (this.heap.length >= 2 * this.queued.size + MOST_STALE) {
      this.dropStale();
      return;
    }
    const { heap } = this;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (heap[parent]!.time <= entry.time) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop()!;
    const size = heap.length;
    if (size === 0) return;
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && heap[child + 1]!.time < heap[child]!.time) child += 1;
      if (heap[child]!.time >= last.time) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
  }
}
