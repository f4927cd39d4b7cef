import { describe, expect, it } from 'vitest';
import { drumHello, meters, tickMessage } from './fake-daemon.js';
import { classic, text } from './shown.js';
import { after } from './states.js';

describe('what is measured', () => {
  it('shows the code for phones, whole, at 80x24 and 60x20, whatever address the machine has', () => {
    const phone = 'http://192.168.100.100:8765/?code=K7Q2MX';
    for (const size of [classic, { width: 60, height: 20 }])
      expect(text(after({ ...drumHello, phone }), size)).toContain(
        '192.168.100.100:8765 code K7Q2MX',
      );
  });

  it('shows where OSC of a phone goes, where phones are let in', () => {
    const phone = 'http://192.168.1.5:8765/?code=K7Q2MX';
    expect(text(after({ ...drumHello, phone }))).toContain('osc      192.168.1.5:9000');
    expect(text(after(drumHello))).toContain('osc      127.0.0.1:9000');
  });

  it('shows what is measured and where the daemon is reached, whole, at 80x24', () => {
    const shown = text(
      after(
        drumHello,
        { type: 'transport', playing: true },
        tickMessage(21, 'kick+closed-hat'),
        meters,
      ),
    );
    for (const part of [
      '▶ playing  2.2.2',
      'p50 0.12  p99 1.21  max 3.40 ms',
      'p50 0.41  p99 0.88  max 2.10 ms',
      'misses   3   fallbacks 2',
      '812 on · 809 off',
      'itself  plays kick+closed-hat',
      '127.0.0.1:9000',
      'http://127.0.0.1:8765/',
      'out ghostnote out · in ghostnote in',
    ])
      expect(shown).toContain(part);
  });

  it('shows latencies whole at 80x24, however long', () => {
    const long = { p50: 9999, p99: 99_999, max: 9_999_000 };
    const shown = text(after(drumHello, { ...meters, lateness: long, predict: long }));
    expect(shown.match(/p50 10.0  p99 100  max 9999 ms$/gm)).toHaveLength(2);
  });
});
