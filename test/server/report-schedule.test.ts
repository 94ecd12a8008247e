/** Reports that are made by themselves: when they are due, that each is made and mailed once, over kills, and kept to be fetched. */
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Act } from '../../server/models/entry.ts';
import { lastDue } from '../../server/reports/due.ts';
import type { KeptReport } from '../../server/reports/kept.ts';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

const local = (text: string): number => Date.parse(`${text}+07:00`);

describe('when a report is due', () => {
  const due = (when: Partial<Parameters<typeof lastDue>[0]>, now: string) => {
    const { from, to } = lastDue({ every: 'day', weekday: 5, day: 1, at: '07:00', ...when }, local(now));
    return [from, to].map((time) => new Date(time + 7 * 3_600_000).toISOString().slice(0, 16));
  };

  it('is by the clock in Vietnam; its period runs from the time before', () => {
    expect(due({}, '2026-11-26T06:59')).to.deep.equal(['2026-11-24T07:00', '2026-11-25T07:00']);
    expect(due({}, '2026-11-26T07:00')).to.deep.equal(['2026-11-25T07:00', '2026-11-26T07:00']);
    expect(due({ every: 'week' }, '2026-11-26T12:00')).to.deep.equal(['2026-11-13T07:00', '2026-11-20T07:00']);
    expect(due({ every: 'week', weekday: 7, at: '23:30' }, '2026-11-22T23:30')).to.deep.equal([
      ...['2026-11-15T23:30', '2026-11-22T23:30'],
    ]);
    expect(due({ every: 'month', day: 28, at: '00:00' }, '2026-03-01T00:00')).to.deep.equal([
      ...['2026-01-28T00:00', '2026-02-28T00:00'],
    ]);
  });
});

describe('a scheduled report about a part of the product that is switched off', () => {
  it('is not made, which is said; the others are', async () => {
    const data = temporaryFolder();
    const config = join(data, 'haidang.config.json');
    const at = new Date(Date.now() + 7 * 3_600_000 - 12 * 3_600_000).toISOString().slice(11, 16);
    const schedules = [
      { name: 'vuot', report: 'crossings', at, format: 'csv' },
      { name: 'ngay', report: 'daily-vms', at, format: 'csv' },
    ];
    writeFileSync(config, JSON.stringify({ modules: { fishing: false }, reports: { schedules, everySeconds: 1 } }));
    const product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    try {
      await product.signIn();
      const ask = () => product.get<{ kept: KeptReport[]; unmade: object[] }>('/api/v1/kept-reports');
      const { kept, unmade } = await until(async () => {
        const answer = await ask();
        return answer.kept.length > 0 && answer;
      });
      expect(kept.map(({ schedule }) => schedule)).to.deep.equal(['ngay']);
      expect(unmade).to.have.length(1);
      expect(unmade[0]).to.deep.include({ schedule: 'vuot', report: 'crossings' }).and.have.property('title');
    } finally {
      await product.stop();
      removeFolder(data);
    }
  });
});

describe('scheduled reports', () => {
  const data = temporaryFolder();
  const config = join(data, 'haidang.config.json');
  const mails: ParsedMail[] = [];
  /** Answers to the next mails; undefined: taken. */
  const refusals: (number | undefined)[] = [];
  let smtp: SMTPServer;
  let product: Product;

  before(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: async (stream, _session, done) => {
        const mail = await simpleParser(stream);
        const code = refusals.shift();
        if (code) return done(Object.assign(new Error(`told to say ${code}`), { responseCode: code }));
        mails.push(mail);
        done(null, 'queued');
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    const { port } = smtp.server.address() as AddressInfo;
    // Due a whole day before and after: the test takes no account of the hour.
    const at = new Date(Date.now() + 7 * 3_600_000 - 12 * 3_600_000).toISOString().slice(11, 16);
    const mailTo = ['truc@haidang.example', 'cu@haidang.example'];
    const schedules = [
      { name: 'mat-ket-noi', report: 'loss-of-signal', at, format: 'csv', mailTo },
      { name: 'ngay', report: 'daily-vms', at, format: 'xlsx' },
    ];
    const settings = { notify: { smtp: `smtp://127.0.0.1:${port}` }, reports: { schedules, everySeconds: 1 } };
    writeFileSync(config, JSON.stringify(settings));
  });
  after(async () => {
    await product?.stop();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
    removeFolder(data);
  });

  const start = async (): Promise<void> => {
    product = await Product.start({ data, args: ['--no-demo', '--config', config] });
  };
  const kept = async (): Promise<KeptReport[]> =>
    (await product.get<{ kept: KeptReport[] }>('/api/v1/kept-reports')).kept;
  const toAddress = (mail: ParsedMail): string => [mail.to].flat()[0]!.text;

  it('are made once and mailed with their file; who is refused for good is told, a passing refusal is tried again', async () => {
    refusals.push(451, 550);
    await start();
    await product.signIn();
    const password = product.password;
    const done = await until(async () => {
      const all = await kept();
      const [mailed] = all.filter(({ schedule }) => schedule === 'mat-ket-noi');
      return all.length === 2 && Object.keys(mailed?.mails ?? {}).length === 2 && all;
    });
    const mailed = done.find(({ schedule }) => schedule === 'mat-ket-noi')!;
    expect(mailed.file).to.match(/^mat-ket-noi-\d{8}-\d{4}\.csv$/);
    expect(mailed.to - mailed.from).to.equal(24 * 3_600_000);
    expect(Object.keys(mailed.mails['cu@haidang.example']!)).to.deep.equal(['refused']);
    expect(mails.map(toAddress)).to.deep.equal(['truc@haidang.example']);
    const [attachment] = mails[0]!.attachments;
    expect(attachment!.filename).to.equal(`haidang-${mailed.file}`);
    expect(attachment!.content.toString())
      .to.contain('Danh sách tàu mất kết nối')
      .and.to.contain('schedule:mat-ket-noi');
    await product.kill();
    await start();
    await product.signIn('admin', password);
    await until(async () => {
      const { jobs } = await product.get<{ jobs: { name: string; lastFinishedAt?: number }[] }>('/api/v1/jobs');
      const ran = jobs.find(({ name }) => name === 'reports')?.lastFinishedAt;
      return ran !== undefined && ran > Date.now() - 1500;
    });
    expect(mails).to.have.length(1);
    const { acts } = await product.get<{ acts: Act[] }>('/api/v1/acts?kind=exported');
    expect(acts.map(({ by }) => by).sort()).to.deep.equal(['schedule:mat-ket-noi', 'schedule:ngay']);
  });

  it('are kept to be fetched, which is on record', async () => {
    const [one] = (await kept()).filter(({ schedule }) => schedule === 'ngay');
    const answer = await product.fetch(`/api/v1/kept-reports/${one!.file}`);
    expect(answer.status).to.equal(200);
    expect((await answer.arrayBuffer()).byteLength).to.equal(one!.bytes);
    const { acts } = await product.get<{ acts: Act[] }>('/api/v1/acts?kind=exported');
    expect(acts[0]).to.deep.include({ by: 'admin', subject: 'report' });
    expect(acts[0]!.details).to.include({ kept: one!.file });
    for (const path of ['nothing.csv', '..%2Fstore.db', `${one!.file}.json`])
      expect((await product.fetch(`/api/v1/kept-reports/${path}`)).status, path).to.equal(404);
  });

  it('refuse at the start what cannot be: a report that there is not, mail without a server', () => {
    const refused = (reports: unknown): string => {
      const file = join(data, 'wrong.json');
      writeFileSync(file, JSON.stringify({ reports }));
      const { code, err } = haidang(['serve', '--no-demo', '--data', join(data, 'x'), '--port', '0', '--config', file]);
      expect(code).to.equal(2);
      return err;
    };
    expect(refused({ schedules: [{ name: 'a', report: 'nothing' }] })).to.contain('loss-of-signal');
    expect(refused({ schedules: [{ name: 'a', report: 'crossings', at: '25:00' }] })).to.contain('07:00');
    expect(refused({ schedules: [{ name: 'a', report: 'crossings', mailTo: ['a@b.vn'] }] })).to.contain('notify.smtp');
  });
});
