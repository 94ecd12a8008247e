/** The part of the catalogue of errors (errors.ts) that is about what was typed and what the settings say. */
import type { ErrorText } from './errors.ts';

export const commandErrors = {
  'bad-option': {
    status: 400,
    vi: 'Tùy chọn “{option}” không hợp lệ: {why}. Xem: haidang {command} --help.',
    en: 'Option “{option}” is not valid: {why}. See: haidang {command} --help.',
  },
  'option-unknown': {
    status: 400,
    vi: 'Không có tùy chọn “{option}”. Xem: haidang {command} --help.',
    en: 'There is no option “{option}”. See: haidang {command} --help.',
  },
  'option-empty': {
    status: 400,
    vi: 'Tùy chọn “{option}” thiếu giá trị. Xem: haidang {command} --help.',
    en: 'Option “{option}” needs a value. See: haidang {command} --help.',
  },
  'option-dash': {
    status: 400,
    vi: 'Tùy chọn “{option}” thiếu giá trị; giá trị bắt đầu bằng dấu gạch thì viết {option}=-…, xem: haidang {command} --help.',
    en: 'Option “{option}” needs a value; one that begins with a dash is written {option}=-…, see: haidang {command} --help.',
  },
  'option-flag': {
    status: 400,
    vi: 'Tùy chọn “{option}” không kèm giá trị. Xem: haidang {command} --help.',
    en: 'Option “{option}” takes no value. See: haidang {command} --help.',
  },
  'word-unexpected': {
    status: 400,
    vi: 'Thừa “{word}” trong câu lệnh. Xem: haidang {command} --help.',
    en: '“{word}” is one word too many. See: haidang {command} --help.',
  },
  'word-missing': {
    status: 400,
    vi: 'Câu lệnh thiếu {what}. Xem: haidang {command} --help.',
    en: '{what} is missing. See: haidang {command} --help.',
  },
  'choose-one': {
    status: 400,
    vi: 'Sau “{command}” phải là một trong: {choices}. Xem: haidang {command} --help.',
    en: '“{command}” needs one of these after it: {choices}. See: haidang {command} --help.',
  },
  'choice-unknown': {
    status: 400,
    vi: '“{command}” không có “{word}”; chọn một trong: {choices}. Xem: haidang {command} --help.',
    en: '“{command}” knows no “{word}”; choose one of: {choices}. See: haidang {command} --help.',
  },
  'bad-setting': {
    status: 400,
    vi: 'Thiết đặt “{setting}” ({where}) không hợp lệ: {why}.',
    en: 'Setting “{setting}” ({where}) is not valid: {why}.',
  },
  'unknown-command': {
    status: 400,
    vi: 'Không có lệnh “{command}”. Xem: haidang --help.',
    en: 'There is no command “{command}”. See: haidang --help.',
  },
} as const satisfies Record<string, ErrorText>;
