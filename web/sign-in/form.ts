/**
 * The sign-in form in plain elements: over 64 kbit/s it stands before the program has come, which loads while somebody types.
 * Knows no signals and no components.
 */
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readWaysIn, readWhetherDemo, signIn } from '../api/session.ts';
import { type Language, storedLanguage, storeLanguage } from '../i18n/language.ts';
import { signInMessages } from '../i18n/sign-in-catalogue.ts';

type Key = keyof typeof signInMessages;

/** Why the province's sign-in has sent somebody back here. */
const OUTCOMES: Readonly<Record<string, Key>> = {
  refused: 'login.signOnRefused',
  failed: 'login.signOnFailed',
  away: 'login.signOnAway',
};

interface SignInEvents {
  onSignedIn(): void;
  /** Somebody chose another language. */
  onLanguage?(language: Language): void;
}

/** Shows the form in an element, alone. */
export function showSignIn(root: HTMLElement, events: SignInEvents): void {
  const words = new Words();
  const form = element('form');
  const problem = element('p', { className: 'problem', role: 'alert' });
  const code = field(words, 'login.code', { name: 'code', autocomplete: 'one-time-code' });
  code.hidden = true;
  const submit = words.on('login.submit', element('button', { type: 'submit', className: 'primary' }));
  const demo = element('p', { className: 'demo-strip', hidden: true });
  demo.append(element('strong', { textContent: 'DEMO' }), ' ', words.on('demo.explanation', element('span')));
  form.append(
    element('h1', { textContent: 'Hải Đăng' }),
    words.on('login.what', element('p')),
    demo,
    field(words, 'login.user', { name: 'user', autocomplete: 'username', required: true }),
    field(words, 'login.password', {
      name: 'password',
      type: 'password',
      autocomplete: 'current-password',
      required: true,
    }),
    code,
    submit,
    signOnOf(words),
    switchOf(words, events),
  );
  const say = (sentence: Sentence | undefined): void => {
    problem.remove();
    if (sentence) submit.before(problem);
    problem.textContent = sentence?.[storedLanguage()] ?? '';
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const said = new FormData(form);
    submit.disabled = true;
    say(undefined);
    signIn(String(said.get('user')), String(said.get('password')), code.hidden ? undefined : String(said.get('code')))
      .then(
        () => events.onSignedIn(),
        (error: unknown) => {
          if (error instanceof RequestError && error.code === 'code-needed') askCode(code);
          say(sentenceFor(error));
        },
      )
      .finally(() => {
        submit.disabled = false;
      });
  });
  const main = element('main', { className: 'login' });
  main.append(form);
  words.speak(storedLanguage());
  root.replaceChildren(main);
  form.querySelector('input')!.focus();
  readWhetherDemo().then(
    (isDemo) => {
      demo.hidden = !isDemo;
    },
    () => undefined,
  );
}

/** The province's own accounts, where the server has them as a way in, and what came of trying that. */
function signOnOf(words: Words): HTMLElement {
  const place = element('div', { className: 'sign-on' });
  const outcome = OUTCOMES[new URLSearchParams(location.search).get('sign-on') ?? ''];
  if (outcome) place.append(words.on(outcome, element('p', { className: 'problem', role: 'alert' })));
  place.hidden = outcome === undefined;
  readWaysIn().then(
    ({ singleSignOn }) => {
      if (!singleSignOn) return;
      const link = element('a', { className: 'button', href: '/api/v1/session/oidc', target: '_self' });
      place.append(words.on('login.signOn', link, singleSignOn));
      words.speak(storedLanguage());
      place.hidden = false;
    },
    () => undefined,
  );
  return place;
}

function askCode(code: HTMLLabelElement): void {
  code.hidden = false;
  const input = code.querySelector('input')!;
  input.required = true;
  input.focus();
}

/** Elements and the texts that they show in the language of the moment. */
class Words {
  readonly #shown: [where: HTMLElement, key: Key, values: { label?: string }][] = [];

  on<E extends HTMLElement>(key: Key, where: E, values: { label?: string } = {}): E {
    this.#shown.push([where, key, values]);
    return where;
  }

  speak(language: Language): void {
    document.documentElement.lang = language;
    for (const [where, key, { label = '' }] of this.#shown) {
      where.textContent = signInMessages[key][language].replace('{label}', label);
    }
  }
}

function field(words: Words, key: Key, about: Partial<HTMLInputElement>): HTMLLabelElement {
  const label = element('label');
  label.append(words.on(key, element('span')), element('input', about));
  return label;
}

/** Tiếng Việt or English; each named in itself. */
function switchOf(words: Words, events: SignInEvents): HTMLFieldSetElement {
  const set = element('fieldset', { className: 'switch' });
  const buttons = (['vi', 'en'] as const).map((language) => {
    const button = element('button', { type: 'button', lang: language, textContent: language.toUpperCase() });
    const name = language === 'vi' ? ' – Tiếng Việt' : ' – English';
    button.append(element('span', { className: 'sr-only', textContent: name }));
    button.addEventListener('click', () => {
      storeLanguage(language);
      words.speak(language);
      mark();
      events.onLanguage?.(language);
    });
    return [language, button] as const;
  });
  const mark = (): void => {
    for (const [language, button] of buttons) button.ariaPressed = String(language === storedLanguage());
  };
  mark();
  set.append(words.on('language.label', element('legend', { className: 'sr-only' })));
  set.append(...buttons.map(([, button]) => button));
  return set;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  about: Partial<HTMLElementTagNameMap[Name]> = {},
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), about);
}
