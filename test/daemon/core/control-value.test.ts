import { expect, test } from 'vitest';
import { controlKinds, onWire } from '../../../src/daemon/core/control-event.js';
import { placeOf, valueOf } from '../../../src/daemon/core/control-value.js';
import { defaults, liveSettings } from '../../../src/daemon/core/settings.js';

const values = defaults();

test.each(['cc', 'bend'] as const)(
  'a %s shows what it would set: no setting moves by it',
  (kind) => {
    for (const setting of liveSettings) {
      if (setting.type === 'string') continue;
      for (let step = 0; step <= 127; step += 1) {
        const moved = { kind, channel: 1, number: 0, value: step / 127 };
        const now = valueOf(setting, values[setting.name]!, moved)!;
        const place = placeOf(setting, now, moved)!;
        if (!(place >= 0 && place <= 1)) throw new Error(`${setting.name} at ${place}`);
        const value = onWire(kind, place) / onWire(kind, 1);
        const again = valueOf(setting, now, { ...moved, value })!;
        if (setting.type !== 'number') expect([setting.name, again]).toEqual([setting.name, now]);
        else {
          const wire = (setting.max - setting.min) / onWire(kind, 1);
          const most = Math.max(wire / 2, Number.isInteger(setting.step) ? setting.step : 0) + 1e-9;
          expect(Math.abs(Number(again) - Number(now))).toBeLessThanOrEqual(most);
        }
      }
    }
  },
);

test('a key is lit by a switch alone, and nothing shows a text, or on a programme', () => {
  for (const setting of liveSettings) {
    const shows = controlKinds.filter(
      (kind) => placeOf(setting, values[setting.name]!, { kind }) !== undefined,
    );
    const wanted = { number: ['cc', 'bend'], choice: ['cc', 'bend'], string: [] };
    expect(shows).toEqual(
      setting.type === 'boolean' ? ['cc', 'note', 'bend'] : wanted[setting.type],
    );
  }
});
