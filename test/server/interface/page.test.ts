import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import type { OpenApiDocument } from '../../../server/api/openapi/document.ts';
import { openBrowser } from '../../browser.ts';
import { type ApiProduct, startApi } from '../api-product.ts';

describe('the page of the interface', () => {
  let api: ApiProduct;
  let browser: Browser | undefined;
  before(async () => {
    api = await startApi();
  });
  after(async () => {
    await browser?.close();
    await api.close();
  });

  it('names every route of the document, in both languages, to whoever is known', async () => {
    const headers = { cookie: await api.signIn('viewer') };
    const { paths } = (await (await api.fetch('/api/v1/openapi.json', { headers })).json()) as OpenApiDocument;
    for (const lang of ['vi', 'en'] as const) {
      const answer = await api.fetch(`/api/v1/docs?lang=${lang}`, { headers });
      expect(answer.headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'sha256-/);
      const page = await answer.text();
      expect(page).to.contain(`<html lang="${lang}">`).and.not.contain('<script');
      const operations = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
      expect(page.split('<article id="').filter((part) => !part.startsWith('schema-'))).to.have.length(
        operations.length + 1,
      );
      for (const { path, operation } of operations) {
        expect(page, path).to.contain(`<code>${path}</code>`);
        const said = lang === 'vi' ? operation['x-vi'] : operation.summary;
        expect(page, path).to.contain(said.replaceAll('&', '&amp;').replaceAll("'", '&#39;'));
      }
    }
    expect((await api.fetch('/api/v1/docs')).status).to.equal(401);
  });

  it('is read on a phone without anything that its policy forbids', async function () {
    browser = await openBrowser(this);
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const [name, value] = (await api.signIn('viewer')).split('=');
    await context.addCookies([{ name: name!, value: value!, url: api.url }]);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
    await page.goto(`${api.url}/api/v1/docs?lang=vi`);
    expect(await page.locator('h1').textContent()).to.contain('Giao diện HTTP');
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(360);
    expect(await page.evaluate("getComputedStyle(document.querySelector('article')).borderTopWidth")).to.equal('1px');
    if (process.env.HAIDANG_PICTURES) await page.screenshot({ path: `${process.env.HAIDANG_PICTURES}/api-page.png` });
    expect(faults.filter((text) => !text.includes('favicon'))).to.deep.equal([]);
  });
});
