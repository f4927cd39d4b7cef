import { describe, expect, it } from 'vitest';
import { isKeys, keyName } from '../../src/tui/key-bytes.js';

describe('terminal input', () => {
  it('is keys: characters, arrows, pages, shifted arrows, Esc, several at once', () => {
    for (const keys of ['q', ' ', '\r', '\x03', '\x7f', '\x1b', '\x1b[A', '\x1bOB', '\x1b[5~'])
      expect(isKeys(keys)).toBe(true);
    expect(isKeys('\x1b[1;2C\x1b[D12.5\r')).toBe(true);
  });

  it('is no key: mouse, focus, answers of the terminal, a paste', () => {
    for (const report of [
      '\x1b[M q!',
      '\x1b[<0;12;5M',
      '\x1b[<0;12;5m',
      '\x1b[32;12;5M',
      '\x1b[I',
      '\x1b[O',
      '\x1b[?1;2c',
      '\x1b]11;rgb:0000/0000/0000\x07',
      '\x1bP1$r0q\x1b\\',
      '\x1b[200~q\x1b[201~',
    ])
      expect(isKeys(report)).toBe(false);
  });

  it('has the same name for a key with and without caps lock', () => {
    expect(keyName('S-q')).toBe('q');
    expect(keyName('S-left')).toBe('S-left');
  });
});
