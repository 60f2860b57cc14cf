const { readdirSync, readFileSync, existsSync } = require('node:fs');
const { join } = require('node:path');

/** CommonJS packages that load an ES module by `import()`, which jest can only follow when they are transformed too. */
const loadingEsm = ['@fastify/cookie', '@fastify/static'];

/** Every installed package that ships only ES modules; jest loads CommonJS, so these are transformed. */
function esmPackages() {
  const root = join(__dirname, 'node_modules');
  const names = readdirSync(root).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(root, name)).map((sub) => `${name}/${sub}`) : name.startsWith('.') ? [] : [name],
  );
  return names.filter((name) => {
    const file = join(root, name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).type === 'module';
  });
}

const common = {
  rootDir: __dirname,
  // one for all, so that a file which several projects load is transformed once
  id: 'guildhall',
  testEnvironment: 'node',
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false } },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${[...esmPackages(), ...loadingEsm].join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'], '^@app/([^/]+)$': '<rootDir>/libs/$1/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/apps/portal/build/', '<rootDir>/libs/messages/generated/', '<rootDir>/.data/'],
  cacheDirectory: '<rootDir>/.cache/jest',
};

/** Projects that call `testDatabase()`: one server for all of them, started only when one of them runs. */
const withPostgres = { globalSetup: '<rootDir>/test/support/global-setup.ts', globalTeardown: '<rootDir>/test/support/global-teardown.ts' };

module.exports = {
  rootDir: __dirname,
  testTimeout: 60_000,
  // the least machine this is for has two cores; jest alone would leave one to the database
  maxWorkers: 2,
  // jest's module registries are not always freed; a worker that has grown is replaced between two files, not in the middle of one
  workerIdleMemoryLimit: '1500MB',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/apps/**/*.spec.ts', '<rootDir>/test/support/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.db\\.spec\\.ts$'],
    },
    { ...common, ...withPostgres, displayName: 'db', testMatch: ['<rootDir>/{libs,apps,migrations,test/support}/**/*.db.spec.ts'] },
    { ...common, ...withPostgres, displayName: 'api', testMatch: ['<rootDir>/test/api/**/*.spec.ts'] },
    { ...common, ...withPostgres, displayName: 'guards', testMatch: ['<rootDir>/test/guards/**/*.spec.ts'] },
    { ...common, ...withPostgres, displayName: 'stories', testMatch: ['<rootDir>/test/stories/**/*.spec.ts'] },
    // What takes too long for every change: `npm run test:long`
    { ...common, displayName: 'long', testMatch: ['<rootDir>/test/long/**/*.spec.ts'] },
    // Serves the built portal: `npm run build:portal` first.
    { ...common, ...withPostgres, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.spec.ts'] },
  ],
};
