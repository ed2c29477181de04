import { leastPrivilege } from '../../lib/policies/least-privilege';
import type { Assembly } from '../../lib/topology/assembly';
import {
  find,
  findingsOf,
  HERE,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const statement =
  (changes: object): Tamper =>
  (all) => {
    const document = find(all, 'AWS::IAM::Policy').Properties.PolicyDocument;
    document.Statement[0] = { Effect: 'Allow', ...changes };
  };

const bucketPolicy =
  (changes: object): Tamper =>
  (all) => {
    const one = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:x', ...changes };
    all.Policy = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { PolicyDocument: { Statement: [one] } },
    };
  };

test.each<[string, Tamper, RegExp]>([
  ['every action', statement({ Action: '*', Resource: 'arn:x' }), /allows \* on arn:x/],
  [
    'a whole service everywhere',
    statement({ Action: ['s3:*'], Resource: '*' }),
    /allows s3:\* on every resource/,
  ],
  [
    'all but some actions',
    statement({ NotAction: 'iam:*', Resource: '*' }),
    /all but what NotAction lists/,
  ],
  [
    'an administrator',
    (all) =>
      (find(all, 'AWS::IAM::Role').Properties.ManagedPolicyArns = [
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ]),
    /managed policy .*AdministratorAccess/,
  ],
  ['a bucket that anybody reads', bucketPolicy({ Principal: '*' }), /allows anybody/],
  ['a bucket that any account reads', bucketPolicy({ Principal: { AWS: '*' } }), /allows anybody/],
])('fails on %s', (_, tamper, what) => {
  const [found] = findingsOf(leastPrivilege, tampered(assembly, `Region-${THERE}`, tamper));
  expect(found).toMatchObject({ rule: 'kapok-least-privilege', what: expect.stringMatching(what) });
});

test.each<[string, Tamper]>([
  ['a whole service on one resource', statement({ Action: 's3:*', Resource: 'arn:x' })],
  ['one action everywhere', statement({ Action: 'xray:PutTraceSegments', Resource: '*' })],
  [
    'a denial of everything',
    (all) => {
      statement({ Effect: 'Deny', Action: '*', Resource: '*' })(all, '');
    },
  ],
  [
    'anybody who comes over an endpoint',
    bucketPolicy({ Principal: '*', Condition: { StringEquals: {} } }),
  ],
])('has nothing against %s', (_, tamper) => {
  expect(findingsOf(leastPrivilege, tampered(assembly, `Region-${THERE}`, tamper))).toEqual([]);
});

test("has nothing against the account's own statement in a key's policy", () => {
  const key = tampered(assembly, `Foundation-${HERE}`, (all) => {
    expect(find(all, 'AWS::KMS::Key').Properties.KeyPolicy.Statement[0].Action).toBe('kms:*');
  });
  expect(findingsOf(leastPrivilege, key)).toEqual([]);
});
