/**
 * On which side of a line a point lies, without rounding. A plain cross product errs near the line, where the decision
 * matters: the sign there would depend on which end the edge is written from, and neighbouring zones would both claim a
 * point, or neither. Method: J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997.
 */

const EPSILON = 2 ** -53;
/** The plain result's sign is right when it is greater than this share of the two products (Shewchuk's `ccwerrboundA`). */
const SIGN_IS_SURE_ABOVE = (3 + 16 * EPSILON) * EPSILON;
/** Cuts a double into two halves whose products are exact (T. J. Dekker, 1971). */
const SPLITTER = 2 ** 27 + 1;

/**
 * Twice the signed area of the triangle a, b, c in square degrees: positive when c lies left of the way from a to b. Its
 * sign, zero too, is exact; its size is not.
 */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy);
  const right = (ay - cy) * (bx - cx);
  const area = left - right;
  const doubt = SIGN_IS_SURE_ABOVE * (Math.abs(left) + Math.abs(right));
  return area >= doubt || -area >= doubt ? area : exactOrientation(ax, ay, bx, by, cx, cy);
}

/** The same from six exact products. Some fifty times slower; needed for points within a nanometre of the line. */
export function exactOrientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const sum: number[] = [];
  addProduct(sum, ax, by);
  addProduct(sum, -ax, cy);
  addProduct(sum, -cx, by);
  addProduct(sum, -ay, bx);
  addProduct(sum, ay, cx);
  addProduct(sum, cy, bx);
  return sum[sum.length - 1] ?? 0;
}

function addProduct(sum: number[], a: number, b: number): void {
  const product = a * b;
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  add(sum, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow));
  add(sum, product);
}

/** Grows an expansion: numbers of rising size that do not overlap, whose exact sum is the value. Zeros are left out. */
function add(sum: number[], term: number): void {
  let carry = term;
  let kept = 0;
  for (const part of sum) {
    const total = carry + part;
    const partOfTotal = total - carry;
    const rest = carry - (total - partOfTotal) + (part - partOfTotal);
    if (rest !== 0) sum[kept++] = rest;
    carry = total;
  }
  sum.length = kept;
  if (carry !== 0) sum.push(carry);
}
