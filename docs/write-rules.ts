/** `npm run docs:rules`: writes the tables of rule kinds into geofences/README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { README, withTables } from './rules-table.ts';

writeFileSync(README, withTables(readFileSync(README, 'utf8')));
