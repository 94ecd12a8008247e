/** How far geometry may stray from the truth. The promise is 10 m for everything; edges take two of them. */
export const EDGE_TOLERANCE_M = 2;
