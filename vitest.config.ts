import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What starts threads in its own process, or breaks things there, begins in a worker of its own. */
const apart = [
  'faults/{fuzz,gpu,midi-limits,threads,week}',
  'daemon/{api,daemon}',
  'daemon/threads/{host,model-source,model-thread,thread}',
].map((where) => `test/${where}.test.ts`);

/** Those that take longest begin first, so that none of them is all that is left to wait for. */
const longest = [
  ...['faults/threads', 'faults/gpu', 'scripts/train', 'scripts/train-stopped'],
  ...[
    'daemon/commands/bench',
    'daemon/signals',
    'daemon/play',
    'daemon/supervisor',
    'web/page-seen',
    'docs/readme',
  ],
  ...['daemon/commands/replay', 'model/train/trainer', 'model/engine/tfjs-engine'],
  ...['model/engine/same-notes', 'model/engine/placement'],
].map((name) => `/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      if (place >= 0) return place;
      // Then what is apart: others go on in the workers of those before them.
      return longest.length + (project.name === 'apart' ? 0 : 1);
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores are what the slowest supported machine has, and tests of real processes wait for much of their time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      // The others load what they share once.
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: apart, isolate: false },
      },
    ],
  },
});
