import tseslint from 'typescript-eslint';

const pure = [
  { object: 'Date', property: 'now', message: 'Pure code is given the time.' },
  { object: 'Math', property: 'random', message: 'Pure code is given its random state.' },
];

/** A vendor library is imported by one file, or by the few that need it; everyone else goes through those. */
const vendors = {
  'onnxruntime-node': 'src/model/engine/ort.ts',
  '@tensorflow/tfjs': 'src/model/engine/tfjs.ts',
  '@tonejs/midi': 'src/model/files/midi-write.ts',
  fflate: 'src/model/files/zip.ts',
  h5wasm: 'src/model/files/keras/hdf5.ts',
  'smol-toml': 'src/daemon/core/config.ts',
  easymidi: 'src/daemon/io/midi-device.ts',
  '@julusian/midi': 'src/daemon/io/midi-device.ts',
  'osc-js': 'src/daemon/io/osc.ts',
  ws: ['src/daemon/io/web-socket.ts', 'src/tui/connection.ts'],
  blessed: 'src/tui/screen.ts',
  uqr: 'src/daemon/qr.ts',
  'multicast-dns': 'src/daemon/io/announce.ts',
  valibot: 'src/model/manifest.ts',
};

const restrict = (names) => [
  'error',
  {
    paths: names.map((name) => ({
      name,
      message: `Import it only in ${[vendors[name]].flat().join(' and ')}.`,
    })),
  },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': restrict(Object.keys(vendors)),
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['src/model/**', 'src/daemon/core/**'],
    rules: { 'no-restricted-properties': ['error', ...pure] },
  },
  {
    files: ['src/tui/**', 'src/web/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '/model/', message: 'A client knows only messages.' },
            { regex: '/daemon/(?!core/)', message: 'A client knows only messages.' },
          ],
        },
      ],
    },
  },
  ...[...new Set(Object.values(vendors).flat())].map((file) => {
    const isOurs = (name) => [vendors[name]].flat().includes(file);
    const names = Object.keys(vendors);
    return {
      files: [file],
      rules: {
        'no-restricted-imports': restrict(names.filter((name) => !isOurs(name))),
        // `import ws = require('ws')` where it is CommonJS: importing that has Node parse it for the names that it exports.
        '@typescript-eslint/no-require-imports': [
          'error',
          { allow: names.filter(isOurs).map((name) => `^${name}$`) },
        ],
      },
    };
  }),
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  { files: ['test/**'], rules: { 'no-restricted-imports': 'off' } },
);
