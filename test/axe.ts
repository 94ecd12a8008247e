/** axe-core, which CI fetches as a tool: what it finds on a page against WCAG 2.2 A and AA. */
import type { Context } from 'mocha';
import type { Page } from 'playwright-core';
import { needFile } from './needs.ts';

const AXE = 'node_modules/.cache/axe/node_modules/axe-core/axe.min.js';
const HOW = 'npm install --no-save --prefix node_modules/.cache/axe axe-core@4.14.1';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Result {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** A sentence for every element that axe is sure of. @param rules only these, by name */
export type Axe = (page: Page, rules?: string[]) => Promise<string[]>;

/** Skips the test where axe-core is not there. */
export function openAxe(test: Context): Axe {
  const source = needFile(test, AXE, HOW);
  return async (page, rules) => {
    await page.evaluate(source);
    const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS };
    const { violations } = await page.evaluate((asked) => {
      type Run = (document: Document, options: object) => Promise<{ violations: Result[] }>;
      const { axe } = globalThis as unknown as { axe: { run: Run } };
      return axe.run(document, { runOnly: asked, resultTypes: ['violations'] });
    }, runOnly);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  };
}
