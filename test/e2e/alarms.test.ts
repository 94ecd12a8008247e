/** Alerts of many boats: the list stands still under the pointer; what is proposed for a needless rule is tried where it stands. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../server/models/alert.ts';
import { openBrowser } from '../browser.ts';
import { nafPosition } from '../naf-position.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const MINUTE = 60_000;
const BOATS = 6;

function nafRecord(boat: number, fixTime: number, lat: number): string {
  return nafPosition(`QNa-9${boat}234-TS`, fixTime, { lat, lon: 108.9 });
}

describe('alerts of many boats', () => {
  const data = temporaryFolder();
  let product: Product;
  let browser: Browser;
  let page: Page;
  let key = '';

  before(async function () {
    browser = await openBrowser(this);
    key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
    await cross(Array.from({ length: BOATS }, (_, boat) => boat));
    const all = await until(async () => {
      const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts?limit=1000');
      return alerts.filter(({ occurrence }) => occurrence.kind === 'boundary-cross').length === BOATS && alerts;
    });
    for (const { id } of all) await post(`/alerts/${id}/acknowledge`, {});
    for (const caseId of new Set(all.map((one) => one.caseId)))
      if (caseId !== '') await post(`/cases/${caseId}/moves`, { move: 'close', reason: 'false-alarm' });
  });

  const post = async (path: string, json: object): Promise<void> => {
    const answer = await product.fetch(`/api/v1${path}`, { method: 'POST', json });
    expect(answer.ok, `${path}: ${answer.ok ? '' : await answer.text()}`).to.equal(true);
  };
  /** They go over the boundary. */
  const cross = async (boats: number[]): Promise<void> => {
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 120 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries()) {
      await send(boats.map((boat) => nafRecord(boat, start + step * 20 * MINUTE, lat)));
    }
  };
  const send = async (records: string[]): Promise<void> => {
    const answer = await product.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: records.join('\n'),
    });
    expect(answer.ok).to.equal(true);
  };

  after(async () => {
    await browser?.close();
    await product?.stop();
    removeFolder(data);
  });

  it('make a proposal for their rule, which is tried with a press and says how many alerts there would be', async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(product.url);
    await page.fill('input[name=user]', 'admin');
    await page.fill('input[name=password]', product.password);
    await page.click('button[type=submit]');
    await page.locator('.shell').waitFor();
    await page.goto(`${product.url}/alarms`);
    const proposal = page.locator('[data-proposal="boundary-cross"]');
    await proposal.getByRole('button', { name: 'Thử trên 7 ngày qua' }).click();
    await proposal.getByText(`Trong 7 ngày: nay ${BOATS} cảnh báo, theo đề xuất ${BOATS}.`).waitFor();
    await proposal.getByRole('link').click();
    // The trial comes along to the page on which it can be applied.
    await page.locator('.rules-page').getByRole('button', { name: 'Áp dụng' }).waitFor();
  });

  it('move no row under the pointer when another boat crosses; that one is told of below', async () => {
    await page.goto(product.url);
    await cross([BOATS]);
    const row = page.locator('.alert', { hasText: `QNa-9${BOATS}234-TS` }).first();
    await row.hover();
    const before = await row.boundingBox();
    await cross([BOATS + 1]);
    const urgent = page.locator('.rail-news .urgent button', { hasText: `QNa-9${BOATS + 1}234-TS` });
    await urgent.waitFor();
    await page.locator('.rail-news', { hasText: 'Danh sách đang đứng yên' }).waitFor();
    expect(await row.boundingBox()).to.deep.equal(before);
    await urgent.click();
    await page.locator('.alert.selected', { hasText: `QNa-9${BOATS + 1}234-TS` }).waitFor();
    await page.locator('.rail-news .urgent').waitFor({ state: 'detached' });
  });

  it('stay under the pointer when one above is put aside and comes back, and when a banner comes above all', async () => {
    const rows = page.locator('.rail [data-alert]');
    await page.keyboard.press('Escape');
    const row = page.locator(`[data-alert="${await rows.nth(1).getAttribute('data-alert')}"]`);
    const above = encodeURIComponent((await rows.nth(0).getAttribute('data-alert'))!);
    await row.locator('.alert-head').hover();
    const before = await row.boundingBox();
    await post(`/alerts/${above}/shelve`, { minutes: 15, reason: 'e2e' });
    await page.locator('.rail .aside').waitFor();
    expect(await row.boundingBox(), 'the one above is put aside').to.deep.equal(before);
    await page.context().setOffline(true);
    await page.locator('.banner').waitFor();
    expect(await row.boundingBox(), 'a banner has come').to.deep.equal(before);
    await page.context().setOffline(false);
    await page.locator('.banner').waitFor({ state: 'detached' });
    await post(`/alerts/${above}/unshelve`, {});
    await page.locator('.rail .aside').waitFor({ state: 'detached' });
    expect(await row.boundingBox(), 'all is as it was').to.deep.equal(before);
  });

  it('that go give no other the press that was meant for them', async () => {
    const row = page.locator('.rail [data-alert]').first();
    const id = (await row.getAttribute('data-alert'))!;
    await row.locator('.alert-head').hover();
    await post(`/alerts/${encodeURIComponent(id)}/shelve`, { minutes: 15, reason: 'e2e' });
    await page.locator('.rail .aside').waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await page.getByText('Dòng vừa đổi chỗ nên lần bấm không được nhận; hãy bấm lại.').waitFor();
    expect(await page.locator('.alert.selected').count()).to.equal(0);
    await page.mouse.down();
    await page.mouse.up();
    await page.locator('.alert.selected').waitFor();
  });

  it('stay under the pointer when the text of one above, and of the one itself, grows', async () => {
    await page.keyboard.press('Escape');
    const rows = page.locator('.rail [data-alert]');
    const [above, row] = [rows.nth(0), rows.nth(1)];
    await row.locator('.alert-head').hover();
    const { y } = (await row.boundingBox())!;
    for (const one of [above, row]) {
      const { height } = (await one.boundingBox())!;
      await one.locator('.alert-meta').evaluate((meta) => {
        const more = document.createElement('span');
        more.textContent = 'Tàu đã đổi hướng, còn cách ranh giới 3 hải lý. '.repeat(5);
        meta.append(more);
      });
      expect((await one.boundingBox())!.height).to.be.above(height);
      expect((await row.boundingBox())!.y).to.be.closeTo(y, 1);
    }
    await page.mouse.down();
    await page.mouse.up();
    await page.locator(`.alert.selected[data-alert="${await row.getAttribute('data-alert')}"]`).waitFor();
  });

  it('on a phone take no tap that was meant for the row that stood there, and take the next', async () => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      storageState: await page.context().storageState(),
    });
    const phone = await context.newPage();
    await phone.goto(product.url);
    const rows = phone.locator('.rail [data-alert]');
    await rows.nth(1).waitFor();
    const gone = (await rows.first().getAttribute('data-alert'))!;
    // The tap comes with the change itself: no hand is as quick, and none that is slower may be luckier.
    const tapped = phone.evaluate(
      () =>
        new Promise<string | undefined>((resolve) => {
          const list = document.querySelector('.rail ol')!;
          const { left, top, width } = list.querySelector('[data-alert]')!.getBoundingClientRect();
          const [clientX, clientY] = [left + width / 2, top + 12];
          const first = list.querySelector<HTMLElement>('[data-alert]')!.dataset.alert;
          new MutationObserver((_, observer) => {
            const met = document.elementFromPoint(clientX, clientY)!;
            const name = met.closest<HTMLElement>('[data-alert]')?.dataset.alert;
            if (name === undefined || name === first) return;
            observer.disconnect();
            met.dispatchEvent(
              new PointerEvent('click', {
                bubbles: true,
                cancelable: true,
                detail: 1,
                pointerType: 'touch',
                clientX,
                clientY,
              }),
            );
            resolve(name);
          }).observe(list, { childList: true, subtree: true });
        }),
    );
    await post(`/alerts/${encodeURIComponent(gone)}/shelve`, { minutes: 15, reason: 'e2e' });
    const met = await tapped;
    await phone.getByText('Dòng vừa đổi chỗ nên lần bấm không được nhận; hãy bấm lại.').waitFor();
    expect(await phone.locator('.alert.selected').count()).to.equal(0);
    await phone.locator(`[data-alert="${met}"] .alert-head`).tap();
    await phone.locator(`.alert.selected[data-alert="${met}"]`).waitFor();
    await context.close();
  });
});
