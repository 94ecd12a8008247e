/** Whole numbers put down one after another, in a typed array that doubles when it is full. */
export class GrowingInts {
  values = new Int32Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  /** The numbers put down so far, in an array of their own, and so many zeros after them. */
  packed(zeros = 0): Int32Array {
    const packed = new Int32Array(this.length + zeros);
    packed.set(this.values.subarray(0, this.length));
    return packed;
  }
}

/** Values by key: those of key k are items[start[k]] … items[start[k + 1] - 1], in the order in which they came. */
export function groupByKey(keys: GrowingInts, values: GrowingInts, keyCount: number) {
  const start = new Int32Array(keyCount + 1);
  for (let i = 0; i < keys.length; i++) start[keys.values[i]! + 1]! += 1;
  for (let key = 0; key < keyCount; key++) start[key + 1]! += start[key]!;
  const items = new Int32Array(values.length);
  const next = start.slice();
  for (let i = 0; i < keys.length; i++) items[next[keys.values[i]!]!++] = values.values[i]!;
  return { start, items };
}
