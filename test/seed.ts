/**
 * One seed for every property test, so that a change is judged by itself: what a new seed would find has always been
 * there. `SEED=random npm test` looks further (fast-check prints the seed of what it finds); `SEED=123` tries one again.
 */
import fc from 'fast-check';

const DEFAULT_SEED = 20_261_125;

const given = process.env.SEED;
if (given !== 'random') {
  const seed = given === undefined ? DEFAULT_SEED : Number(given);
  if (!Number.isInteger(seed)) throw new Error(`SEED is a whole number or "random", not "${given}".`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
