import { reactRouter } from '@react-router/dev/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const generated = fileURLToPath(new URL('../../libs/messages/generated/portal', import.meta.url));

export default defineConfig({
  root,
  plugins: [reactRouter()],
  // The catalogue is bundled from source: one module instance, so that the locale of a request reaches every text.
  resolve: {
    alias: [
      { find: '@app/api-client', replacement: fileURLToPath(new URL('../../libs/api-client/index.ts', import.meta.url)) },
      { find: '@app/messages/server', replacement: `${generated}/server.js` },
      { find: '@app/messages', replacement: fileURLToPath(new URL('../../libs/messages/index.ts', import.meta.url)) },
      { find: /^\.\/generated\/(messages|runtime)\.js$/, replacement: `${generated}/$1.js` },
      { find: '~', replacement: fileURLToPath(new URL('./app', import.meta.url)) },
    ],
  },
  build: { assetsInlineLimit: 0 },
  environments: {
    client: {
      build: {
        // Texts that many pages share travel together; as one file each they would be a dozen requests. Readers do not load those of work and money.
        rollupOptions: { output: { advancedChunks: { groups: [
          { name: 'locale', test: /libs[\\/]messages[\\/]generated[\\/]portal[\\/](?!messages[\\/])/, priority: 3 },
          { name: 'work-texts', test: /libs[\\/]messages[\\/]generated[\\/]portal[\\/]messages[\\/]((payability|payout|payee|opener|thing|ground|entity|movement|award_kind|staff_role|agreement|agreements|eligibility|console|files|check|manage|next|label|admin|cancel|form|report|statement|moderation|review|work|award|awards|payouts|receipt|thread|messages|people|declaration|judges|judging|join|section|approved|queue|settings)_|draft_(back|paid_back)|fund_part|link_ended|state_(?!draft|in_review|approved|scheduled|open|decided|completed|cancelled|between|paused|planned|judging))/, minShareCount: 3, priority: 2 },
          { name: 'organisation-texts', test: /libs[\\/]messages[\\/]generated[\\/]portal[\\/]messages[\\/]((org|role)_|units_title|organisation_(kind|website))/, minShareCount: 2, priority: 2 },
          { name: 'shell-texts', test: /libs[\\/]messages[\\/]generated[\\/]portal[\\/]messages[\\/](nav_|legal_privacy_short|browse_description)/, minShareCount: 2, priority: 2 },
          { name: 'parts', test: /app[\\/]components[\\/](empty-state|facts|markdown|money|pager|report-link|when)\.tsx/, minShareCount: 2, priority: 2 },
          { name: 'texts', test: /libs[\\/]messages[\\/]generated[\\/]portal/, minShareCount: 3, priority: 1 },
        ] } } },
      },
    },
  },
});
