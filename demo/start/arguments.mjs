// What may stand after `npm start --`.

export const HELP = `Countersign: the whole demo on this machine.

  npm start                   embedded sign-in service, no Java needed
  npm start -- --keycloak     a real Keycloak instead (needs Java 17 or later, and Maven)
  npm start -- --fresh        forget the demo's data first, then start
  npm start -- --help         this text

  COUNTERSIGN_PORT_BASE=4400  first of the seven ports used on 127.0.0.1
  COUNTERSIGN_DATA=FOLDER     where data, secrets and logs are kept (default .countersign)
  DATABASE_URL=postgres://…   an administrator's address of a PostgreSQL (15 or later) of
                              yours, instead of the embedded one

  Ctrl-C stops everything that was started, and nothing else. Data are kept.
`;

/**
 * @param {readonly string[]} words
 * @returns {{ keycloak: boolean, fresh: boolean, help: boolean } | { fault: string }}
 */
export function readArguments(words) {
  const known = { "--keycloak": "keycloak", "--fresh": "fresh", "--help": "help", "-h": "help" };
  const found = { keycloak: false, fresh: false, help: false };
  for (const word of words) {
    const name = known[word];
    if (!name) {
      return {
        fault: `npm start does not know ${JSON.stringify(word)}: it takes --keycloak, --fresh and --help after "--".`,
      };
    }
    found[name] = true;
  }
  return found;
}
