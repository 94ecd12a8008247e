/**
 * Where `PositionColumns` keeps its columns, in bytes from the first: one piece of memory, so that TypeScript and the kernel
 * (nmea/kernel), which is compiled from this file as well, write the same rows.
 */

/** Rows that are handed on at a time. */
export const ROWS = 1024;

export const FIX_TIME = 0;
export const LON = FIX_TIME + 8 * ROWS;
export const LAT = LON + 8 * ROWS;
export const SPEED = LAT + 8 * ROWS;
export const COURSE = SPEED + 8 * ROWS;
export const HEADING = COURSE + 8 * ROWS;
export const MMSI = HEADING + 8 * ROWS;
export const TYPE = MMSI + 4 * ROWS;
export const STATUS = TYPE + ROWS;
export const FLAGS = STATUS + ROWS;
export const COLUMN_BYTES = FLAGS + ROWS;
