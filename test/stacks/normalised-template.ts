const ASSET_HASH = /\b[0-9a-f]{64}\b/g;

/**
 * A template without what changes from build to build (hashes of bundles) and without the bootstrap
 * check that every CDK template carries.
 */
export function normalisedTemplate(template: object): object {
  const { Parameters, Rules, ...rest } = JSON.parse(
    JSON.stringify(template).replace(ASSET_HASH, '<hash>'),
  );
  const { BootstrapVersion: _, ...parameters } = Parameters ?? {};
  const { CheckBootstrapVersion: __, ...rules } = Rules ?? {};
  return { ...rest, ...present({ Parameters: parameters, Rules: rules }) };
}

function present(sections: Record<string, object>): object {
  return Object.fromEntries(
    Object.entries(sections).filter(([, section]) => Object.keys(section).length > 0),
  );
}
