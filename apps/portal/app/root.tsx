import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Loader.css';
import '@mantine/core/styles/Button.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/parts.css';
import { ColorSchemeScript, MantineProvider, mantineHtmlProps } from '@mantine/core';
import { getTextDirection, getLocale, m } from '@app/messages';
import type { ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, type MiddlewareFunction } from 'react-router';
import { paraglideMiddleware } from '@app/messages/server';
import type { Route } from './+types/root';
import { ErrorPage } from './components/error-page';
import { Shell } from './components/shell';
import icon from './theme/icon.svg';
import { cssVariables, theme } from './theme/theme';
import { visitContext } from './context';
import { useLive } from './live';
import { useNonce } from './nonce';
import { judgesNow, unreadOf, viewerOf } from './viewer';

/** Every text of a request is in its reader's language: the locale lives in async storage around loaders and rendering. */
export const middleware: MiddlewareFunction<Response>[] = [({ request }, next) => paraglideMiddleware(request, () => next())];

export async function loader(args: Route.LoaderArgs) {
  const viewer = await viewerOf(args);
  const [unread, isJudge] = viewer ? await Promise.all([unreadOf(args), judgesNow(args)]) : [0, false];
  return { viewer, unread, isJudge, support: args.context.get(visitContext).support };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_home() }, { name: 'description', content: m.description_home() }];

export const links: Route.LinksFunction = () => [{ rel: 'icon', href: icon, type: 'image/svg+xml' }];

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  return (
    <html lang={getLocale()} dir={getTextDirection()} {...mantineHtmlProps}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} suppressHydrationWarning />
        <Meta />
        <Links />
      </head>
      <body>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => nonce}>
          <Shell>{children}</Shell>
        </MantineProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App({ loaderData }: Route.ComponentProps) {
  useLive(loaderData.viewer?.id);
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorPage error={error} />;
}
