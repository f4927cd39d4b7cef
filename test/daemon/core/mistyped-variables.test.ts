import { describe, expect, it } from 'vitest';
import { environmentName } from '../../../src/daemon/core/arguments.js';
import { mistypedVariables } from '../../../src/daemon/core/mistyped-variables.js';
import { mostParts, spreadRows } from '../../../src/daemon/core/part-settings.js';
import { settings } from '../../../src/daemon/core/settings.js';

describe('variables of the environment', () => {
  it('that nearly have the name of a setting are said, with that name', () => {
    expect(mistypedVariables({ GHOSTNOTE_TEMPRATURE: '0.8' }, settings)).toEqual([
      'GHOSTNOTE_TEMPRATURE is no setting; did you mean GHOSTNOTE_TEMPERATURE?',
    ]);
    expect(mistypedVariables({ GHOSTNOTE_PART_2_TOPP: '0.8' }, settings)).toEqual([
      'GHOSTNOTE_PART_2_TOPP is no setting; did you mean GHOSTNOTE_PART_2_TOP_P?',
    ]);
  });

  it('that are settings, or of other programs, are not said', () => {
    const all = spreadRows(settings, mostParts).map((option) => [environmentName(option), '1']);
    const env = { ...(Object.fromEntries(all) as object), TEMPRATURE: '1', GHOSTNOTE_XYZZY: '1' };
    expect(mistypedVariables(env, settings)).toEqual([]);
  });
});
