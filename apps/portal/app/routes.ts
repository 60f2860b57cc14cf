import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/home.tsx'),
  route('how-it-works/:role', 'routes/how-it-works.tsx'),
  route('legal/:document', 'routes/legal.tsx'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-out', 'routes/sign-out.tsx'),
  route('sign-up', 'routes/sign-up.tsx'),
  route('verify', 'routes/verify.tsx'),
  route('reset', 'routes/reset.tsx'),
  route('challenges', 'routes/challenges/list.tsx'),
  route('challenges/:slug', 'routes/challenges/challenge.tsx'),
  route('organisations/:slug', 'routes/organisation.tsx'),
  route('sitemap.xml', 'routes/sitemap.ts'),
  route('robots.txt', 'routes/robots.ts'),
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig;
