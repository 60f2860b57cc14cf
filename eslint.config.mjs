import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const here = "The platform's clock decides, and it may have been moved: ask the API for the state.";
const outside = 'One outbound client checks the address it connects to; use it.';

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.cache', '.data', 'apps/portal/build', 'apps/portal/.react-router', 'libs/messages/generated', 'libs/api-client/schema.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      // refusing control characters is what these patterns are for
      'no-control-regex': 'off',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-properties': [
        'error',
        { property: 'constructEventWithoutVerification', message: 'Provider events are verified on their raw bytes.' },
        { property: 'parseEventNotificationWithoutVerification', message: 'Provider events are verified on their raw bytes.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "Property[key.name='tolerance'][value.value=0]", message: 'A tolerance of 0 skips the clock check of provider events.' },
        { selector: "NewExpression[callee.name='RegExp']", message: 'No pattern is made at run time from what somebody typed.' },
      ],
    },
  },
  {
    // injected classes must stay values for the dependency injection to see them
    files: ['**/*.{controller,service,module,guard,interceptor,filter,jobs,queries}.ts', 'libs/platform/**', 'apps/api/**', 'apps/worker/**'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['libs/**/*.ts', 'apps/{api,worker}/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: outside }, { name: 'setInterval', message: 'Business time is a row with due_at; loops live in the platform.' }],
    },
  },
  { files: ['libs/platform/**/*.ts'], rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: outside }] } },
  { files: ['**/*.{js,cjs,mjs}'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.{js,cjs,mjs}'], languageOptions: { globals: { process: 'readonly', console: 'readonly', require: 'readonly', module: 'readonly', __dirname: 'readonly', Buffer: 'readonly', URL: 'readonly' } } },
  { files: ['**/*.cjs', '*.config.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  // a page answers by throwing a response; components are handed methods of hooks
  { files: ['apps/portal/**'], rules: { '@typescript-eslint/only-throw-error': 'off', '@typescript-eslint/unbound-method': 'off', '@typescript-eslint/no-empty-object-type': 'off', '@typescript-eslint/no-misused-promises': 'off' } },
  {
    files: ['apps/portal/app/**'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: here },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: here },
        { selector: "NewExpression[callee.name='RegExp']", message: 'No pattern is made at run time from what somebody typed.' },
      ],
    },
  },
  // SQL of one module reads best in one piece
  { files: ['migrations/**'], rules: { 'max-lines': ['error', { max: 600 }] } },
  {
    files: ['**/*.spec.ts', 'test/**', 'bench/**', '**/testing/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      'no-sparse-arrays': 'off',
      'max-lines': ['error', { max: 500 }],
    },
  },
);
