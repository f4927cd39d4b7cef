import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liveCount, mutedOf, packLive } from '../../../src/daemon/core/live-values.js';
import { completeValues, partName } from '../../../src/daemon/core/part-settings.js';
import { liveSettings } from '../../../src/daemon/core/settings.js';
import { silenceOf } from '../../../src/daemon/core/silence.js';

const switches = fc.array(fc.record({ mute: fc.boolean(), solo: fc.boolean() }), {
  minLength: 1,
  maxLength: 5,
});

test('clients call a part silent exactly where the clock thread plays none of it, and say why', () => {
  fc.assert(
    fc.property(switches, (parts) => {
      const said = parts.flatMap((one, index) =>
        Object.entries(one).map(([name, on]) => [partName(index + 1, name), on] as const),
      );
      const values = completeValues(Object.fromEntries(said), liveSettings, parts.length);
      const live = new Float64Array(liveCount(parts.length));
      packLive(values, live);
      parts.forEach(({ mute }, index) => {
        const why = silenceOf(values, index + 1, parts.length);
        expect(why !== null).toBe(mutedOf(live, index));
        expect(why === 'muted').toBe(mute);
      });
    }),
    { seed: 1 },
  );
});
