import { publicNames } from '../../lib/policies/public-names';
import { findingsOf, HERE, synthesised, THERE, tampered } from './tampered-assembly';

const made = synthesised();

const RECORD = 'AWS::Route53::RecordSet';

/** The templates without the records of some names. */
function without(names: RegExp) {
  return tampered(made, 'Routing', (resources) => {
    for (const [id, { Type, Properties }] of Object.entries(resources)) {
      if (Type === RECORD && names.test(Properties.Name)) delete resources[id];
    }
  });
}

test('finds nothing in the templates of the shipped plan', () => {
  expect(findingsOf(publicNames, made)).toEqual([]);
});

test.each([
  [/^code\./, 'code.code.example.org', 2],
  [/^partner\./, 'partner.code.example.org', 2],
  [/^ap-southeast-1\.origin\./, `${HERE}.origin.code.example.org`, 1],
  [/./, 'code.code.example.org', 6],
])('fails without the records of %s', (names, missing, count) => {
  const found = findingsOf(publicNames, without(names));

  expect(found).toHaveLength(count);
  expect(found[0]).toMatchObject({
    rule: 'kapok-public-names',
    stackName: `Kapok-guangdong-Region-${HERE}`,
    what: `no record leads ${missing} to the ${missing.startsWith('partner') ? 'partner' : 'citizen'} fleet of ${HERE}`,
    fix: expect.stringContaining(missing),
  });
});

test('fails on a name that leads to one region only', () => {
  const found = findingsOf(
    publicNames,
    tampered(made, 'Routing', (resources) => {
      for (const [id, { Type, Properties }] of Object.entries(resources)) {
        const isTheirs = Type === RECORD && Properties.SetIdentifier === THERE;
        if (isTheirs && Properties.Name.startsWith('code.')) delete resources[id];
      }
    }),
  );

  expect(found.map(({ stackName }) => stackName)).toEqual([`Kapok-guangdong-Region-${THERE}`]);
});
