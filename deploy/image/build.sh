#!/bin/sh
# Inside the image's build: the page, then the services' packages without anything that only building and testing need.
set -eu
cd /app
export CI=true
if [ -d /packages/store ]; then
  # Whether a package is old enough to be trusted was asked where the store was filled; here nobody can be asked.
  pnpm() {
    /packages/node_modules/.bin/pnpm "$@" --offline --store-dir /packages/store --config.package-import-method=copy --config.minimum-release-age=0
  }
else
  pnpm() { npx --yes pnpm@12.21.0 "$@"; }
fi
pnpm install --frozen-lockfile --ignore-scripts --filter '@moodlight/dashboard...'
(cd services/dashboard && node node_modules/vite/bin/vite.js build --logLevel error)
rm -rf node_modules packages/*/node_modules services/*/node_modules services/dashboard/src services/dashboard/public
pnpm install --frozen-lockfile --ignore-scripts --prod --filter-prod '@moodlight/moodlight...'
