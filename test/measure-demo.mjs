/**
 * Measures what the README says of the demonstration: `npm run measure:demo [MINUTES]`.
 * From `npm start` on an empty data folder to the first vessel on screen and to the whole history, then the memory of the
 * whole process after so many minutes (default 10). Linux: reads /proc. Needs Chromium.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const minutes = Number(process.argv[2] ?? 10);
const data = mkdtempSync(join(tmpdir(), 'haidang-measure-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
const child = spawn('npm', ['start', '--', '--demo', '--port', '0', '--data', data], {
  env: { ...process.env, HAIDANG_LOG: 'info' },
  detached: true,
});
let output = '';
for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
while (!/\/first#\S+/.test(output)) await sleep(20);
console.log(`listening after ${seconds()} s`);
await page.goto(/http:\S+\/first#\S+/.exec(output)[0]);
for (const name of ['password', 'again']) await page.fill(`input[name=${name}]`, 'chín con thuyền ra khơi');
await page.click('button[type=submit]');
const vessels = async () => Number(await page.locator('canvas.vessel-symbols').getAttribute('data-drawn'));
await page.waitForSelector('canvas.vessel-symbols');
while (!((await vessels()) > 0)) await sleep(20);
console.log(`first vessel on screen after ${seconds()} s`);
await page.waitForSelector('[data-alert]');
console.log(`first alert on screen after ${seconds()} s`);
while (!output.includes('history-done')) await sleep(50);
console.log(`two days of history played after ${seconds()} s, ${await vessels()} vessels on screen`);
const pid = Number(readFileSync(join(data, 'pid'), 'utf8'));
const memory = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
console.log(`memory ${memory()} MB`);
await sleep(minutes * 60_000);
console.log(`memory ${memory()} MB after ${minutes} minutes more`);
process.kill(pid, 'SIGTERM');
await browser.close();
await sleep(1500);
rmSync(data, { recursive: true, force: true });
