/** Files of a case: pictures are shown, everything else is saved. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { CaseFile, FilePurpose } from '../../server/models/case.ts';
import { attachFile, fileAddress } from '../api/work.ts';
import { type Key, t } from '../i18n/t.ts';
import { sizeText } from '../ui/format.ts';
import type { PanelProps } from './CasePage.tsx';

const PURPOSES: Record<FilePurpose, Key> = {
  record: 'file.record',
  explanation: 'file.explanation',
  photo: 'file.photo',
  other: 'file.other',
};
const PICTURES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

export function FilePanel({ shown, act }: PanelProps): JSX.Element {
  const purpose = useSignal<FilePurpose>('record');
  const sending = useSignal(false);
  const files = shown.lines.filter(({ kind }) => kind === 'file').map(({ data }) => data as unknown as CaseFile);
  const send = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (!file) return;
    sending.value = true;
    await act(attachFile(shown.id, file, purpose.value));
    sending.value = false;
    input.value = '';
  };
  return (
    <section class="panel" aria-labelledby="file-title">
      <h2 id="file-title">{t('file.title')}</h2>
      {files.length > 0 && (
        <ul class="files">
          {files.map((file, n) => (
            <li key={`${file.sha256} ${n}`}>
              <a href={fileAddress(shown.id, file.sha256)} target="_blank" rel="noreferrer">
                {PICTURES.has(file.type) && <img src={fileAddress(shown.id, file.sha256)} alt="" loading="lazy" />}
                {file.name}
              </a>
              <span>
                {t(PURPOSES[file.purpose])} · {sizeText(file.bytes)}
              </span>
              <small class="hash">SHA-256 {file.sha256}</small>
            </li>
          ))}
        </ul>
      )}
      <div class="fields">
        <label>
          {t('file.purpose')}
          <select
            value={purpose.value}
            onChange={(event) => (purpose.value = event.currentTarget.value as FilePurpose)}
          >
            {Object.entries(PURPOSES).map(([id, key]) => (
              <option key={id} value={id}>
                {t(key)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('file.attach')}
          <input type="file" disabled={sending.value} onChange={(event) => void send(event.currentTarget)} />
        </label>
      </div>
      {sending.value && <p role="status">{t('file.sending')}</p>}
      <small>{t('file.limits')}</small>
    </section>
  );
}
